import type { Sql } from '#database';
import type { Ledger } from './delivery.schema.js';

interface Row {
  readonly suppression_id: string;
  readonly author: string;
  readonly reason: string;
  readonly findings: string;
  readonly last_at: Date;
}

/** What hid findings of an incident's kind: they are in no message and in no count but this one. */
export async function readSuppressions(sql: Sql, incidentId: string): Promise<Ledger['suppressions']> {
  const rows = await sql.rows<Row>(
    `SELECT s.suppression_id, s.author, s.reason, count(*) AS findings, max(f.suppressed_at) AS last_at
     FROM incidents i JOIN suppressed_findings f USING (fingerprint) JOIN suppressions s USING (suppression_id)
     WHERE i.incident_id = $1 GROUP BY s.suppression_id ORDER BY max(f.suppressed_at) DESC LIMIT 50`,
    [incidentId],
  );
  return rows.map((row) => ({
    id: row.suppression_id,
    author: row.author,
    reason: row.reason,
    findings: Number(row.findings),
    lastAt: row.last_at.toISOString(),
  }));
}
