import type { Database } from '#database';
import type { Login } from '../auth/login.js';
import type { StoredEvidence } from './evidence.schema.js';

/** Reads what is stored of an interaction. */
export class StoredEvidenceQuery {
  constructor(private readonly database: Database) {}

  /** The masked interaction of an evidence row that belongs to a finding. */
  async find(evidenceId: string, { tenant }: Login): Promise<StoredEvidence | undefined> {
    const [row] = await this.database.rows<{ body: Buffer }>(
      `SELECT e.body FROM finding_evidence JOIN evidence e USING (evidence_id, stored_on) JOIN models m USING (model_key)
       WHERE evidence_id = $1 AND ($2::text IS NULL OR m.tenant = $2) LIMIT 1`,
      [evidenceId, tenant],
    );
    return row && { evidenceId, body: row.body.toString('utf8') };
  }
}
