import type { Database } from '#database';
import type { StoredEvidence } from './evidence.schema.js';

/** Reads what is stored of an interaction. */
export class StoredEvidenceQuery {
  constructor(private readonly database: Database) {}

  /** The masked interaction of an evidence row that belongs to a finding. */
  async find(evidenceId: string): Promise<StoredEvidence | undefined> {
    const [row] = await this.database.rows<{ body: Buffer }>(
      `SELECT e.body FROM finding_evidence JOIN evidence e USING (evidence_id, stored_on) WHERE evidence_id = $1 LIMIT 1`,
      [evidenceId],
    );
    return row && { evidenceId, body: row.body.toString('utf8') };
  }
}
