import type { Finding, IncidentStatus, Outcome, Severity } from '#contracts';
import type { Sql } from '#database';
import type { IncidentState } from '#incidents';
import { deterministicUuid } from '#kernel';

/** Lets one transaction at a time decide about a fingerprint, until it ends. */
export async function lockFingerprint(tx: Sql, fingerprint: string): Promise<void> {
  await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [fingerprint]);
}

/** True where the finding has had its effect: the inbox. */
export async function hasFinding(tx: Sql, findingId: string): Promise<boolean> {
  return (await tx.rows(`SELECT FROM incident_findings WHERE finding_id = $1`, [findingId])).length > 0;
}

interface IncidentRow {
  readonly incident_id: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly title: string;
  readonly reason: string;
  readonly outcome: Outcome | null;
  readonly finding_count: string;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly opened_at: Date;
  readonly resolved_at: Date | null;
}

/** The newest incident of a fingerprint. */
export async function findNewest(
  tx: Sql,
  fingerprint: string,
): Promise<{ readonly incidentId: string; readonly state: IncidentState } | undefined> {
  const [row] = await tx.rows<IncidentRow>(
    `SELECT incident_id, status, severity, title, reason, outcome, finding_count, first_seen_at, last_seen_at,
       opened_at, resolved_at
     FROM incidents WHERE fingerprint = $1 ORDER BY opened_at DESC LIMIT 1 FOR UPDATE`,
    [fingerprint],
  );
  if (row === undefined) return undefined;
  const state: IncidentState = {
    status: row.status,
    severity: row.severity,
    title: row.title,
    reason: row.reason,
    outcome: row.outcome,
    findingCount: Number(row.finding_count),
    firstSeenMs: row.first_seen_at.getTime(),
    lastSeenMs: row.last_seen_at.getTime(),
    openedAtMs: row.opened_at.getTime(),
    resolvedAtMs: row.resolved_at?.getTime() ?? null,
  };
  return { incidentId: row.incident_id, state };
}

/** The id of the new incident; it follows from the finding that opens it. */
export async function insertIncident(
  tx: Sql,
  finding: Finding,
  state: IncidentState,
  traceparent: string,
): Promise<string> {
  const incidentId = deterministicUuid('incident', finding.findingId);
  await tx.rows(
    `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, outcome,
       title, reason, finding_count, first_seen_at, last_seen_at, opened_at, revision, traceparent)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16)`,
    [
      incidentId,
      finding.tenant,
      finding.kind === 'coverage' ? null : finding.model.key,
      finding.fingerprint,
      finding.kind,
      familyOf(finding),
      state.severity,
      state.status,
      state.outcome,
      state.title,
      state.reason,
      state.findingCount,
      new Date(state.firstSeenMs),
      new Date(state.lastSeenMs),
      new Date(state.openedAtMs),
      traceparent,
    ],
  );
  return incidentId;
}

function familyOf(finding: Finding): string {
  switch (finding.kind) {
    case 'attack':
      return finding.family;
    case 'drift':
      return finding.feature;
    case 'coverage':
      return finding.cause;
  }
}

export async function updateIncident(tx: Sql, incidentId: string, state: IncidentState): Promise<void> {
  await tx.rows(
    `UPDATE incidents SET severity = $2, status = $3, outcome = $4, title = $5, reason = $6, finding_count = $7,
       first_seen_at = $8, last_seen_at = $9, resolved_at = $10, revision = revision + 1
     WHERE incident_id = $1`,
    [
      incidentId,
      state.severity,
      state.status,
      state.outcome,
      state.title,
      state.reason,
      state.findingCount,
      new Date(state.firstSeenMs),
      new Date(state.lastSeenMs),
      state.resolvedAtMs === null ? null : new Date(state.resolvedAtMs),
    ],
  );
}

export async function joinFinding(tx: Sql, findingId: string, incidentId: string): Promise<void> {
  await tx.rows(`INSERT INTO incident_findings (finding_id, incident_id) VALUES ($1, $2)`, [
    findingId,
    incidentId,
  ]);
}

export interface TimelineEntry {
  readonly incidentId: string;
  readonly atMs: number;
  readonly event: string;
  readonly detail: object;
}

export async function addTimelineEntry(
  tx: Sql,
  { incidentId, atMs, event, detail }: TimelineEntry,
): Promise<void> {
  await tx.rows(
    `INSERT INTO incident_timeline (incident_id, at, event, who, door, detail)
     VALUES ($1, $2, $3, 'tunewarden', 'findings', $4)`,
    [incidentId, new Date(atMs), event, JSON.stringify(detail)],
  );
}
