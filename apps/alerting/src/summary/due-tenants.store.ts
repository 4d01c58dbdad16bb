import { type SummaryWeek, watchdogTenant } from '#contracts';
import type { Sql } from '#database';

/** Traffic of so long before a week says that its tenant was there: a silent week is news too. */
const beforeMs = 7 * 24 * 3_600_000;

/**
 * The tenants with traffic in the week or the one before and no summary of it, whose drift has been folded to the
 * week's end. Where folding does not get there, summaries are made all the same from `patienceEndsMs` on, or, for a
 * tenant whose newest model was registered later, as long after that.
 */
export async function tenantsToSummarize(
  sql: Sql,
  { label, fromMs, untilMs }: SummaryWeek,
  patience: { readonly nowMs: number; readonly dueAtMs: number; readonly patienceMs: number },
): Promise<readonly string[]> {
  const rows = await sql.rows<{ tenant: string }>(
    `SELECT tenant FROM models m
     WHERE tenant <> $8 AND NOT EXISTS (SELECT FROM summaries s WHERE s.tenant = m.tenant AND s.week = $1)
     GROUP BY tenant
     HAVING bool_or(EXISTS (SELECT FROM buckets b
         WHERE b.model_key = m.model_key AND b.minute >= $2 AND b.minute < $4))
       AND ($5 > greatest($6, max(registered_at)) + make_interval(secs => $7)
         OR NOT bool_or(EXISTS (SELECT FROM session_units u
           WHERE u.model_key = m.model_key AND u.emitted_minute >= $3 AND u.emitted_minute < $4
             AND u.emitted_minute >= coalesce(
               (SELECT folded_through FROM drift_states d WHERE d.model_key = m.model_key), '-infinity'))))
     ORDER BY tenant`,
    [
      label,
      new Date(fromMs - beforeMs),
      new Date(fromMs),
      new Date(untilMs),
      new Date(patience.nowMs),
      new Date(patience.dueAtMs),
      patience.patienceMs / 1_000,
      watchdogTenant,
    ],
  );
  return rows.map(({ tenant }) => tenant);
}
