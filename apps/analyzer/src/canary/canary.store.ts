import type { Sql } from '#database';
import type { CanaryName } from './canary-id.js';

/** Enters the canaries of a minute; answers 0 where another process has done it. */
export function enterCanaries(
  tx: Sql,
  {
    minuteMs,
    families,
    nowMs,
  }: { readonly minuteMs: number; readonly families: readonly string[]; readonly nowMs: number },
): Promise<number> {
  return tx.execute(
    `INSERT INTO canary_runs (minute, family, sent_at) SELECT $1, family, $3 FROM unnest($2::text[]) AS family
     ON CONFLICT DO NOTHING`,
    [new Date(minuteMs), families, new Date(nowMs)],
  );
}

/** Notes which canaries went the whole way, and whether they were found. */
export async function arriveCanaries(
  tx: Sql,
  canaries: readonly (CanaryName & { readonly found: boolean })[],
): Promise<void> {
  if (canaries.length === 0) return;
  await tx.rows(
    `UPDATE canary_runs r SET arrived_at = clock_timestamp(), found = c.found
     FROM unnest($1::timestamptz[], $2::text[], $3::boolean[]) AS c (minute, family, found)
     WHERE r.minute = c.minute AND r.family = c.family AND r.arrived_at IS NULL`,
    [
      canaries.map(({ minuteMs }) => new Date(minuteMs)),
      canaries.map(({ family }) => family),
      canaries.map(({ found }) => found),
    ],
  );
}

/** A canary that failed. `found` is null where it did not arrive. */
export interface FailedCanary {
  readonly minute: Date;
  readonly family: string;
  readonly found: boolean | null;
}

/** The canaries sent before `dueMs` that failed, each told once; those sent before `sinceMs` are let off. */
export async function judgeCanaries(
  tx: Sql,
  { sinceMs, dueMs }: { readonly sinceMs: number; readonly dueMs: number },
): Promise<readonly FailedCanary[]> {
  return tx.rows<FailedCanary>(
    `WITH due AS (
       SELECT minute, family FROM canary_runs WHERE NOT judged AND (sent_at < $2 OR NOT coalesce(found, true))
       FOR UPDATE SKIP LOCKED),
     judged AS (
       UPDATE canary_runs r SET judged = true FROM due d WHERE r.minute = d.minute AND r.family = d.family
       RETURNING r.minute, r.family, r.found, r.sent_at)
     SELECT minute, family, found FROM judged WHERE sent_at >= $1 AND found IS NOT TRUE ORDER BY minute, family`,
    [new Date(sinceMs), new Date(dueMs)],
  );
}

export async function forgetCanaries(tx: Sql, beforeMs: number): Promise<void> {
  await tx.rows(`DELETE FROM canary_runs WHERE minute < $1`, [new Date(beforeMs)]);
}
