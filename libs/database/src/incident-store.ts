import type { IncidentState, IncidentStatus, Labels, Outcome, Severity, VerdictOfPerson } from '#contracts';
import type { Sql } from './database.js';

/** An incident under its id, locked until the transaction ends. */
export interface StoredIncident {
  readonly incidentId: string;
  readonly state: IncidentState;
  /** What routes, silences and inhibitions match. */
  readonly labels: Labels;
}

interface IncidentRow {
  readonly incident_id: string;
  readonly tenant: string;
  readonly model_id: string | null;
  readonly version: string | null;
  readonly kind: string;
  readonly family: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly title: string;
  readonly reason: string;
  readonly outcome: Outcome | null;
  readonly finding_count: string;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly opened_at: Date;
  readonly acknowledged_at: Date | null;
  readonly resolved_at: Date | null;
  readonly assignee: string | null;
  readonly verdict: VerdictOfPerson | null;
  readonly merged_into: string | null;
}

const select = `SELECT i.*, m.model_id, m.version FROM incidents i LEFT JOIN models m USING (model_key)`;

/** Lets one transaction at a time decide about a fingerprint, until it ends. */
export async function lockFingerprint(tx: Sql, fingerprint: string): Promise<void> {
  await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [fingerprint]);
}

/** The newest incident of a fingerprint, or the one that it was merged into. */
export async function findNewestIncident(tx: Sql, fingerprint: string): Promise<StoredIncident | undefined> {
  const [row] = await tx.rows<IncidentRow>(
    `${select} WHERE fingerprint = $1 ORDER BY opened_at DESC LIMIT 1 FOR UPDATE OF i`,
    [fingerprint],
  );
  if (row === undefined) return undefined;
  return row.merged_into === null ? storedIncident(row) : readIncidentState(tx, row.merged_into);
}

/** An incident as it stands. */
export async function readIncidentState(tx: Sql, incidentId: string): Promise<StoredIncident | undefined> {
  const [row] = await tx.rows<IncidentRow>(`${select} WHERE incident_id = $1 FOR UPDATE OF i`, [incidentId]);
  return row === undefined ? undefined : storedIncident(row);
}

/** Writes an incident's new state; its revision rises. */
export async function saveIncidentState(tx: Sql, incidentId: string, state: IncidentState): Promise<void> {
  const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  await tx.rows(
    `UPDATE incidents SET severity = $2, status = $3, outcome = $4, title = $5, reason = $6, finding_count = $7,
       first_seen_at = $8, last_seen_at = $9, resolved_at = $10, acknowledged_at = $11, assignee = $12, verdict = $13,
       merged_into = $14, revision = revision + 1
     WHERE incident_id = $1`,
    [
      incidentId,
      state.severity,
      state.status,
      state.outcome,
      state.title,
      state.reason,
      state.findingCount,
      at(state.firstSeenMs),
      at(state.lastSeenMs),
      at(state.resolvedAtMs),
      at(state.acknowledgedAtMs),
      state.assignee,
      state.verdict,
      state.mergedInto,
    ],
  );
}

/** What happened to an incident, for people. */
export interface TimelineEntry {
  readonly incidentId: string;
  readonly atMs: number;
  readonly event: string;
  /** A person, or `tunewarden`. */
  readonly who: string;
  /** Through which door: `findings`, `api`, `slack`, `pagerduty`. */
  readonly door: string;
  readonly detail: object;
  /** A change whose messages alerting has yet to plan; undefined: they are planned, or there are none. */
  readonly unplannedChange?: string;
}

export async function addTimelineEntry(tx: Sql, entry: TimelineEntry): Promise<void> {
  await tx.rows(
    `INSERT INTO incident_timeline (incident_id, at, event, who, door, detail, unplanned_change)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      entry.incidentId,
      new Date(entry.atMs),
      entry.event,
      entry.who,
      entry.door,
      JSON.stringify(entry.detail),
      entry.unplannedChange,
    ],
  );
}

function storedIncident(row: IncidentRow): StoredIncident {
  return {
    incidentId: row.incident_id,
    labels: {
      tenant: row.tenant,
      model: row.model_id ?? '',
      version: row.version ?? '',
      kind: row.kind,
      family: row.family,
      severity: row.severity,
      outcome: row.outcome ?? '',
    },
    state: {
      status: row.status,
      severity: row.severity,
      title: row.title,
      reason: row.reason,
      outcome: row.outcome,
      findingCount: Number(row.finding_count),
      firstSeenMs: row.first_seen_at.getTime(),
      lastSeenMs: row.last_seen_at.getTime(),
      openedAtMs: row.opened_at.getTime(),
      acknowledgedAtMs: row.acknowledged_at?.getTime() ?? null,
      resolvedAtMs: row.resolved_at?.getTime() ?? null,
      assignee: row.assignee,
      verdict: row.verdict,
      mergedInto: row.merged_into,
    },
  };
}
