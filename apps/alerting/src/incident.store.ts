import type { Finding, IncidentState } from '#contracts';
import type { Sql } from '#database';
import { deterministicUuid } from '#kernel';

/** True where the finding has had its effect: the inbox. */
export async function hasFinding(tx: Sql, findingId: string): Promise<boolean> {
  const known = await tx.rows(
    `SELECT FROM incident_findings WHERE finding_id = $1
     UNION ALL SELECT FROM suppressed_findings WHERE finding_id = $1`,
    [findingId],
  );
  return known.length > 0;
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
      finding.model?.key,
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

/** Attack family, the feature that drifted, or what keeps Tunewarden from watching. */
export function familyOf(finding: Finding): string {
  switch (finding.kind) {
    case 'attack':
      return finding.family;
    case 'drift':
      return finding.feature;
    case 'coverage':
      return finding.cause;
  }
}

export async function joinFinding(tx: Sql, findingId: string, incidentId: string): Promise<void> {
  await tx.rows(`INSERT INTO incident_findings (finding_id, incident_id) VALUES ($1, $2)`, [
    findingId,
    incidentId,
  ]);
}
