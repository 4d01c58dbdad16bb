import type { BaseComparison, FamilyAttempts } from '#comparison';
import type { Sql } from '#database';

/** A tuned model whose comparison with its base is due, locked until the transaction ends. */
export interface DueModel {
  readonly modelKey: number;
  readonly tenant: string;
  readonly baseModel: string;
}

/** The tuned model that waits longest since before `dueBefore`, unless another worker has it; undefined: there is none. */
export async function claimDueModel(tx: Sql, dueBefore: Date): Promise<DueModel | undefined> {
  await tx.rows(
    `INSERT INTO base_comparisons (model_key)
     SELECT model_key FROM models WHERE kind = 'tuned' AND base_model IS NOT NULL
     ON CONFLICT DO NOTHING`,
  );
  const [row] = await tx.rows<{ model_key: number; tenant: string; base_model: string }>(
    `SELECT c.model_key, m.tenant, m.base_model FROM base_comparisons c JOIN models m USING (model_key)
     WHERE m.kind = 'tuned' AND m.base_model IS NOT NULL AND (c.compared_at IS NULL OR c.compared_at < $1)
     ORDER BY c.compared_at NULLS FIRST, c.model_key LIMIT 1 FOR UPDATE OF c SKIP LOCKED`,
    [dueBefore],
  );
  return row && { modelKey: row.model_key, tenant: row.tenant, baseModel: row.base_model };
}

interface AttemptsRow {
  readonly family: string;
  readonly of_base: boolean;
  readonly attempts: number;
  readonly succeeded: number;
}

/**
 * Attacks since then on a model and on all versions of its base, by family. Tries of one family in one conversation are
 * one attempt, which succeeded where one of them did. Only what the prompt alone flags counts: a model that refuses has
 * more of its attacks found by that, and one that leaks by the leak. Without a verdict nobody can say what it came to.
 */
export async function readAttempts(
  tx: Sql,
  { modelKey, tenant, baseModel }: DueModel,
  since: Date,
): Promise<readonly FamilyAttempts[]> {
  const rows = await tx.rows<AttemptsRow>(
    `WITH arms AS (
       SELECT $1::int AS model_key, false AS of_base UNION ALL
       SELECT model_key, true FROM models WHERE tenant = $2 AND model_id = $3 AND kind = 'base'),
     tries AS (
       SELECT of_base, e.signal #>> '{attack,promptFamily}' AS family,
         coalesce(e.session, e.actor, e.evidence_id::text) AS conversation,
         bool_or(e.outcome IN ('complied', 'leaked')) AS succeeded
       FROM arms JOIN evidence e USING (model_key)
       WHERE e.occurred_at >= $4 AND e.why_stored = 'flagged' AND e.outcome <> 'none'
       GROUP BY of_base, family, conversation)
     SELECT family, of_base, count(*)::int AS attempts, (count(*) FILTER (WHERE succeeded))::int AS succeeded
     FROM tries WHERE family IS NOT NULL GROUP BY family, of_base`,
    [modelKey, tenant, baseModel, since],
  );
  const nothing = { attempts: 0, succeeded: 0 };
  return Array.from(
    Map.groupBy(rows, ({ family }) => family),
    ([family, arms]) => ({
      family,
      tuned: countsOf(arms.find(({ of_base }) => !of_base)) ?? nothing,
      base: countsOf(arms.find(({ of_base }) => of_base)) ?? nothing,
    }),
  );
}

function countsOf(row: AttemptsRow | undefined) {
  return row && { attempts: row.attempts, succeeded: row.succeeded };
}

/** Keeps a comparison until the next one. */
export async function saveComparison(
  tx: Sql,
  { modelKey }: DueModel,
  { comparison, comparedAt, since }: { comparison: BaseComparison; comparedAt: Date; since: Date },
): Promise<void> {
  await tx.rows(
    `UPDATE base_comparisons SET compared_at = $2, since = $3, comparison = $4 WHERE model_key = $1`,
    [modelKey, comparedAt, since, JSON.stringify(comparison)],
  );
}
