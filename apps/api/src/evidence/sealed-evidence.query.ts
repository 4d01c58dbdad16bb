import type { SourceCoordinates } from '#contracts';
import type { Database } from '#database';
import type { Login } from '../auth/login.js';

/** A sealed original and what it is bound to. */
export interface SealedEvidence {
  readonly tenant: string;
  readonly source: SourceCoordinates;
  readonly sealed: Buffer;
}

interface Row {
  readonly tenant: string;
  readonly sealed: Buffer;
  readonly source_topic: string;
  readonly source_partition: number;
  readonly source_offset: string;
  readonly source_index: number;
}

/** Reads the evidence vault, which is sealed. */
export class SealedEvidenceQuery {
  constructor(private readonly database: Database) {}

  /** undefined where the evidence has no original in the vault, or the login's tenant has no such evidence. */
  async find(evidenceId: string, { tenant }: Login): Promise<SealedEvidence | undefined> {
    const [row] = await this.database.rows<Row>(
      `SELECT v.tenant, v.sealed, e.source_topic, e.source_partition, e.source_offset, e.source_index
       FROM vault_entries v JOIN evidence e USING (evidence_id, stored_on) 
       WHERE evidence_id = $1 AND ($2::text IS NULL OR v.tenant = $2) LIMIT 1`,
      [evidenceId, tenant],
    );
    return (
      row && {
        tenant: row.tenant,
        sealed: row.sealed,
        source: {
          topic: row.source_topic,
          partition: row.source_partition,
          offset: row.source_offset,
          index: row.source_index,
        },
      }
    );
  }
}
