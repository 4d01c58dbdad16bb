import type { IncidentState, IncidentStatus, Labels, Outcome, Severity, VerdictOfPerson } from '#contracts';
import type { Sql } from './database.js';

/** An incident under its id, locked until the transaction ends. */
export interface StoredIncident {
  readonly incidentId: string;
  /** As people call it: 7 of INC-7. */
  readonly number: string;
  readonly fingerprint: string;
  readonly state: IncidentState;
  /** What routes, silences and inhibitions match. */
  readonly labels: Labels;
}

/** Columns of `incidents`, and of its model in `models`, as they are read. */
export interface IncidentColumns {
  readonly incident_id: string;
  readonly number: string;
  readonly tenant: string;
  readonly model_id: string | null;
  readonly version: string | null;
  readonly kind: 'attack' | 'drift' | 'coverage';
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

interface IncidentRow extends IncidentColumns {
  readonly fingerprint: string;
}

const select = `SELECT i.*, m.model_id, m.version FROM incidents i LEFT JOIN models m USING (model_key)`;

/** Lets one transaction at a time decide about a fingerprint, until it ends. */
export async function lockFingerprint(tx: Sql, fingerprint: string): Promise<void> {
  await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [fingerprint]);
}

/** The newest incident of a fingerprint, or the one that it is a part of. */
export async function findNewestIncident(tx: Sql, fingerprint: string): Promise<StoredIncident | undefined> {
  const [row] = await tx.rows<IncidentRow>(
    `${select} WHERE fingerprint = $1 ORDER BY opened_at DESC LIMIT 1 FOR UPDATE OF i`,
    [fingerprint],
  );
  let incident = row && storedIncident(row);
  // No circle: nothing is merged into what was merged itself.
  while (incident !== undefined && incident.state.mergedInto !== null) {
    incident = await readIncidentState(tx, incident.state.mergedInto);
  }
  return incident;
}

/** Which incident people mean by an id, or by a number with or without `INC-`; undefined: none, or not the tenant's. */
export async function locateIncident(
  sql: Sql,
  idOrNumber: string,
  tenant: string | null = null,
): Promise<{ readonly incidentId: string; readonly fingerprint: string } | undefined> {
  const isId = idOrNumber.includes('-') && !idOrNumber.startsWith('INC-');
  const [row] = await sql.rows<{ incident_id: string; fingerprint: string }>(
    `SELECT incident_id, fingerprint FROM incidents
     WHERE ${isId ? 'incident_id = $1::uuid' : 'number = $1::bigint'} AND ($2::text IS NULL OR tenant = $2)`,
    [idOrNumber.replace('INC-', ''), tenant],
  );
  return row && { incidentId: row.incident_id, fingerprint: row.fingerprint };
}

/** The number of a fingerprint's incident that is not resolved; there is one at most. */
export async function findUnresolvedIncident(tx: Sql, fingerprint: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ number: string }>(
    `SELECT number FROM incidents WHERE fingerprint = $1 AND status <> 'resolved'`,
    [fingerprint],
  );
  return row?.number;
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

/** Columns of `incidents` and `models` that make an incident's labels. */
export interface LabelColumns {
  readonly tenant: string;
  readonly model_id: string | null;
  readonly version: string | null;
  readonly kind: string;
  readonly family: string;
  readonly severity: string;
  readonly outcome: string | null;
}

/** What routes, silences and inhibitions match of an incident; what it has not is the empty text. */
export function labelsOfIncident(row: LabelColumns): Labels {
  const { tenant, model_id: model, version, kind, family, severity, outcome } = row;
  return {
    tenant,
    model: model ?? '',
    version: version ?? '',
    kind,
    family,
    severity,
    outcome: outcome ?? '',
  };
}

function storedIncident(row: IncidentRow): StoredIncident {
  return {
    incidentId: row.incident_id,
    number: row.number,
    fingerprint: row.fingerprint,
    labels: labelsOfIncident(row),
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
