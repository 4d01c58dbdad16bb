import type { Finding } from '#contracts';
import type { Sql } from '#database';
import { type Suppression, parseMatchers } from '#incidents';

interface Row {
  readonly suppression_id: string;
  readonly matchers: readonly string[];
}

/** Suppressions of a tenant that are in force. One whose matchers nobody can read any more hides nothing. */
export async function readSuppressions(
  sql: Sql,
  tenant: string,
  atMs: number,
): Promise<readonly Suppression[]> {
  const rows = await sql.rows<Row>(
    `SELECT suppression_id, matchers FROM suppressions
     WHERE tenant = $1 AND approved_at IS NOT NULL AND ended_at IS NULL AND expires_at > $2
     ORDER BY created_at`,
    [tenant, new Date(atMs)],
  );
  return rows.flatMap((row) => {
    const matchers = parseMatchers(row.matchers);
    return matchers === undefined ? [] : { suppressionId: row.suppression_id, matchers };
  });
}

/** Writes down which suppression hid a finding: it has had its effect, which is none. */
export async function hideFinding(tx: Sql, finding: Finding, { suppressionId }: Suppression): Promise<void> {
  await tx.rows(
    `INSERT INTO suppressed_findings (finding_id, suppression_id, fingerprint, severity) VALUES ($1, $2, $3, $4)`,
    [finding.findingId, suppressionId, finding.fingerprint, finding.severity],
  );
}
