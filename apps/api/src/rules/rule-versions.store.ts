import { createHash } from 'node:crypto';
import type { Database } from '#database';
import type { Rule } from '#detection';

/** Since when a rule runs here, and since when as it is. */
export interface RuleAge {
  readonly firstSeenAt: Date;
  /** null: it has been the same since it was first seen. */
  readonly changedAt: Date | null;
}

/**
 * The ages of rules by their ids, as this installation saw them. A rule that is read as another one than before has
 * changed now: files carry no date that can be trusted.
 */
export async function noteRuleVersions(
  database: Database,
  rules: readonly Rule[],
  now: Date,
): Promise<ReadonlyMap<string, RuleAge>> {
  const ids = rules.map(({ id }) => id);
  await database.rows(
    `INSERT INTO rule_versions (rule_id, digest, first_seen_at)
     SELECT rule_id, digest, $3 FROM unnest($1::text[], $2::bytea[]) AS rule (rule_id, digest)
     ON CONFLICT (rule_id) DO UPDATE SET digest = excluded.digest, changed_at = excluded.first_seen_at
     WHERE rule_versions.digest <> excluded.digest`,
    [ids, rules.map(digestOf), now],
  );
  const rows = await database.rows<{ rule_id: string; first_seen_at: Date; changed_at: Date | null }>(
    `SELECT rule_id, first_seen_at, changed_at FROM rule_versions WHERE rule_id = ANY($1::text[])`,
    [ids],
  );
  return new Map(
    rows.map((row) => [row.rule_id, { firstSeenAt: row.first_seen_at, changedAt: row.changed_at }]),
  );
}

function digestOf(rule: Rule): Buffer {
  return createHash('sha256').update(JSON.stringify(rule)).digest();
}
