import type {
  ActionFacts,
  CoverageFacts,
  IncidentFacts,
  IncidentStatus,
  Severity,
  SummaryWeek,
} from '#contracts';
import type { Sql } from '../database.js';

interface IncidentRow {
  readonly incident_id: string;
  readonly number: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly title: string;
  readonly model_key: number | null;
  readonly opened_at: Date;
  readonly assignee: string | null;
  readonly verdict: string | null;
}

/** The incidents of a tenant that were opened before the week's end and not resolved before its beginning. */
export async function readSummaryIncidents(
  sql: Sql,
  tenant: string,
  { fromMs, untilMs }: SummaryWeek,
): Promise<readonly IncidentFacts[]> {
  const rows = await sql.rows<IncidentRow>(
    `SELECT incident_id, number, kind, severity, status, title, model_key, opened_at,
       assignee, verdict
     FROM incidents
     WHERE tenant = $1 AND opened_at < $3 AND (status <> 'resolved' OR resolved_at >= $2)`,
    [tenant, new Date(fromMs), new Date(untilMs)],
  );
  return rows.map((row) => ({
    incidentId: row.incident_id,
    number: Number(row.number),
    kind: row.kind,
    severity: row.severity,
    status: row.status,
    title: row.title,
    modelKey: row.model_key ?? undefined,
    openedAtMs: row.opened_at.getTime(),
    assignee: row.assignee ?? undefined,
    verdict: row.verdict ?? undefined,
  }));
}

/** What happened to a tenant's incidents in the week, the oldest first. */
export async function readSummaryActions(
  sql: Sql,
  tenant: string,
  { fromMs, untilMs }: SummaryWeek,
): Promise<readonly ActionFacts[]> {
  const rows = await sql.rows<{
    at: Date;
    event: string;
    who: string;
    incident_id: string;
    number: string;
    opened_at: Date;
  }>(
    `SELECT t.at, t.event, t.who, i.incident_id, i.number, i.opened_at
     FROM incident_timeline t JOIN incidents i USING (incident_id)
     WHERE i.tenant = $1 AND t.at >= $2 AND t.at < $3 ORDER BY t.at, t.entry_id`,
    [tenant, new Date(fromMs), new Date(untilMs)],
  );
  return rows.map((row) => ({
    atMs: row.at.getTime(),
    event: row.event,
    who: row.who,
    incidentId: row.incident_id,
    incidentNumber: Number(row.number),
    incidentOpenedAtMs: row.opened_at.getTime(),
  }));
}

/**
 * What was not watched and not told. What could not be read belongs to no tenant that anybody knows of: gaps and dead
 * letters are those of the installation.
 */
export async function readSummaryCoverage(
  sql: Sql,
  tenant: string,
  { fromMs, untilMs }: SummaryWeek,
): Promise<CoverageFacts> {
  const times = [new Date(fromMs), new Date(untilMs)];
  const [letters] = await sql.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM dead_letters
     WHERE failed_at >= $1 AND failed_at < $2 AND received_on >= $1::date - 1 AND received_on <= $2::date + 1`,
    times,
  );
  const [told] = await sql.rows<{ delivered: number; failed: number }>(
    `SELECT count(DISTINCT notification_id) FILTER (WHERE a.outcome = 'accepted')::int AS delivered,
       count(DISTINCT notification_id) FILTER (WHERE a.outcome = 'failed')::int AS failed
     FROM delivery_attempts a JOIN notifications USING (notification_id) JOIN incidents i USING (incident_id)
     WHERE i.tenant = $3 AND a.started_at >= $1 AND a.started_at < $2`,
    [...times, tenant],
  );
  return {
    gaps: await readGaps(sql, tenant, times),
    deadLetters: letters?.count ?? 0,
    notifications: {
      delivered: told?.delivered ?? 0,
      failed: told?.failed ?? 0,
      heldBack: await countHeldBack(sql, tenant, times),
    },
  };
}

/** A topic that is read again leaves its incident open: then the gap is known to have lasted until its last finding. */
async function readGaps(sql: Sql, tenant: string, times: readonly Date[]): Promise<CoverageFacts['gaps']> {
  const rows = await sql.rows<{ title: string; first_seen_at: Date; until_at: Date | null }>(
    `SELECT concat_ws(': ', title, m.model_id || ' ' || m.version) AS title, first_seen_at, CASE
         WHEN status = 'resolved' THEN resolved_at
         WHEN family = 'dead-letters' AND NOT EXISTS (
           SELECT FROM incident_findings j JOIN findings f USING (finding_id)
             JOIN stopped_topics s ON s.topic = f.body->>'topic'
           WHERE j.incident_id = i.incident_id) THEN last_seen_at
       END AS until_at
     FROM incidents i LEFT JOIN models m USING (model_key)
     WHERE i.kind = 'coverage' AND (model_key IS NULL OR i.tenant = $3)
       AND first_seen_at < $2 AND (status <> 'resolved' OR resolved_at >= $1)`,
    [...times, tenant],
  );
  return rows.map((row) => ({
    title: row.title,
    fromMs: row.first_seen_at.getTime(),
    untilMs: row.until_at?.getTime(),
  }));
}

/** Messages that a silence, a mute time or another incident kept back at some time of the week. */
async function countHeldBack(sql: Sql, tenant: string, times: readonly Date[]): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `SELECT count(DISTINCT notification_id)::int AS count
     FROM delivery_holds h JOIN notifications USING (notification_id) JOIN incidents i USING (incident_id)
     WHERE i.tenant = $3 AND h.first_at < $2 AND h.last_at >= $1`,
    [...times, tenant],
  );
  return row?.count ?? 0;
}
