import type { DriftFinding, RateSums, ShiftFacts, SummaryWeek } from '#contracts';
import type { Sql } from '../database.js';
import { endsFinding } from '../ends-finding.js';

interface ShiftRow {
  readonly model_key: number;
  readonly body: DriftFinding;
  readonly incident_id: string | null;
  readonly ended_at: Date | null;
}

/**
 * The drift alarms of a tenant's week by model: those that were stated or began in it, and those from before whose
 * incident is not resolved. Of one feature the newest.
 */
export async function readSummaryShifts(
  sql: Sql,
  tenant: string,
  week: SummaryWeek,
): Promise<ReadonlyMap<number, readonly ShiftFacts[]>> {
  const rows = await sql.rows<ShiftRow>(
    `SELECT DISTINCT ON (f.model_key, f.body->>'feature') f.model_key, f.body, j.incident_id,
       (SELECT r.ended_at FROM drift_recoveries r WHERE ${endsFinding} AND r.ended_at < $3
        ORDER BY r.change_at LIMIT 1) AS ended_at
     FROM findings f LEFT JOIN incident_findings j USING (finding_id) LEFT JOIN incidents i USING (incident_id)
     WHERE f.tenant = $1 AND f.kind = 'drift' AND f.occurred_at < $3
       AND (f.occurred_at >= $2 OR (f.created_at >= $2 AND f.created_at < $3) OR i.status <> 'resolved')
     ORDER BY f.model_key, f.body->>'feature', f.created_at DESC`,
    [tenant, new Date(week.fromMs), new Date(week.untilMs)],
  );
  const shifts = new Map<number, ShiftFacts[]>();
  for (const row of rows) {
    const known = shifts.get(row.model_key) ?? [];
    shifts.set(row.model_key, [...known, await shiftOf(sql, row, week)]);
  }
  return shifts;
}

async function shiftOf(
  sql: Sql,
  { model_key, body, incident_id, ended_at }: ShiftRow,
  week: SummaryWeek,
): Promise<ShiftFacts> {
  const { feature, title, reason, severity, changeAtMs, baseline } = body;
  const endedAtMs = ended_at?.getTime();
  const whileItLasted = { fromMs: changeAtMs, untilMs: endedAtMs ?? week.untilMs };
  const since = await readRateSince(sql, model_key, feature, whileItLasted);
  return {
    feature,
    title,
    reason,
    severity,
    changeAtMs,
    endedAtMs,
    baseline,
    incidentId: incident_id ?? undefined,
    since,
    weeks: since === undefined ? [] : await readRateWeeks(sql, model_key, feature, week),
  };
}

/** Sums over the sessions that began in a time; undefined where the feature is no rate or nothing came. */
async function readRateSince(
  sql: Sql,
  modelKey: number,
  feature: string,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): Promise<RateSums | undefined> {
  const [row] = await sql.rows<RateSums>(
    `SELECT count(*)::int AS sessions, sum(k) AS k, sum(n) AS n, sum(k * k) AS kk, sum(k * n) AS kn, sum(n * n) AS nn
     FROM session_units, LATERAL (SELECT (unit->'rates'->$2::text->>0)::float8 AS k,
         (unit->'rates'->$2::text->>1)::float8 AS n) AS rate
     WHERE model_key = $1 AND emitted_minute >= $3 AND emitted_minute < $4 AND first_at >= $3 AND n > 0`,
    [modelKey, feature, new Date(fromMs), new Date(untilMs)],
  );
  return row === undefined || row.sessions === 0 ? undefined : row;
}

/** The rate of each week over all versions of the model; null where there was none. */
async function readRateWeeks(
  sql: Sql,
  modelKey: number,
  feature: string,
  week: SummaryWeek,
): Promise<(number | null)[]> {
  const starts = week.startsMs.map((ms) => new Date(ms));
  const rows = await sql.rows<{ week: number; level: number }>(
    `SELECT width_bucket(emitted_minute, $3::timestamptz[]) AS week, sum(k) / sum(n) AS level
     FROM models mine JOIN models m ON m.tenant = mine.tenant AND m.model_id = mine.model_id
       JOIN session_units u ON u.model_key = m.model_key,
       LATERAL (SELECT (unit->'rates'->$2::text->>0)::float8 AS k, (unit->'rates'->$2::text->>1)::float8 AS n) AS rate
     WHERE mine.model_key = $1 AND emitted_minute >= $4 AND emitted_minute < $5 AND n > 0
     GROUP BY 1`,
    [modelKey, feature, starts, starts[0], new Date(week.untilMs)],
  );
  return starts.map((_, i) => rows.find((row) => row.week === i + 1)?.level ?? null);
}
