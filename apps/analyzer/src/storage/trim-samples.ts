import type { Sql } from '#database';

/** From which day on what is looked at: every sample that is too large, and all of the last days' whatever their size. */
export interface TrimmedDays {
  readonly keptFrom: string;
  readonly recentFrom: string;
}

/**
 * Makes every sample exactly its `perDay` interactions with the smallest ids: partitions and restarts leave more of
 * them. What is kept for another reason counts as a member, and stays in any case. Answers how many rows went; their
 * sealed originals go with them.
 */
export async function trimSamples(
  sql: Sql,
  { keptFrom, recentFrom }: TrimmedDays,
  perDay: number,
): Promise<number> {
  const [gone] = await sql.rows<{ rows: number }>(
    `WITH sampled AS (SELECT model_key, stored_on FROM evidence
       WHERE why_stored = 'sample' AND stored_on >= $1
       GROUP BY model_key, stored_on HAVING stored_on >= $2 OR count(*) > $3),
     ranked AS (SELECT evidence_id, stored_on, why_stored,
         row_number() OVER (PARTITION BY model_key, stored_on ORDER BY evidence_id) AS place
       FROM evidence JOIN sampled USING (model_key, stored_on) WHERE stored_on >= $1),
     surplus AS (SELECT evidence_id, stored_on FROM ranked WHERE why_stored = 'sample' AND place > $3
         AND NOT EXISTS (SELECT FROM held_evidence h WHERE h.evidence_id = ranked.evidence_id)),
     unsealed AS (DELETE FROM vault_entries v USING surplus s
       WHERE v.evidence_id = s.evidence_id AND v.stored_on = s.stored_on AND v.stored_on >= $1),
     gone AS (DELETE FROM evidence e USING surplus s
       WHERE e.evidence_id = s.evidence_id AND e.stored_on = s.stored_on AND e.stored_on >= $1 RETURNING 1)
     SELECT count(*)::int AS rows FROM gone`,
    [keptFrom, recentFrom, perDay],
  );
  return gone?.rows ?? 0;
}
