import type { Channel, NotificationState } from '#contracts';
import type { IncidentColumns } from '#database';
import { versionOf } from './incident-version.js';
import type { IncidentSummary } from './incident.schema.js';

/** Columns that a summary is made of; `i` is `incidents`, `m` is `models`. */
export const incidentColumns = `
  i.incident_id, i.number, i.kind, i.family, i.severity, i.status, i.outcome, i.title, i.reason, i.tenant,
  i.finding_count, i.first_seen_at, i.last_seen_at, i.opened_at, i.acknowledged_at, i.resolved_at,
  i.assignee, i.verdict, i.merged_into, i.traceparent,
  m.model_id, m.version, m.base_model,
  (SELECT jsonb_build_object('actors', count(DISTINCT e.actor),
     'apps', (array_agg(DISTINCT e.app) FILTER (WHERE e.app IS NOT NULL))[1:3])
   FROM (SELECT finding_id FROM incident_findings f WHERE f.incident_id = i.incident_id
         ORDER BY f.joined_at LIMIT 500) first
     JOIN finding_evidence USING (finding_id) JOIN evidence e USING (evidence_id, stored_on)) AS seen,
  (SELECT array_agg(rule) FROM (
     SELECT rule FROM (SELECT finding_id FROM incident_findings f WHERE f.incident_id = i.incident_id AND i.kind = 'attack'
         ORDER BY f.joined_at LIMIT 20) first
       JOIN finding_evidence USING (finding_id) JOIN evidence e USING (evidence_id, stored_on),
       jsonb_array_elements_text(e.signal -> 'attack' -> 'rules') AS rule
     WHERE jsonb_exists(e.signal #> '{attack,families}', i.family)
     GROUP BY rule ORDER BY count(*) DESC, rule LIMIT 3) AS commonest) AS rules,
  (SELECT count(*) FROM suppressed_findings s WHERE s.fingerprint = i.fingerprint) AS suppressed,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('receiver', n.receiver, 'channel', n.channel, 'state', n.state)
     ORDER BY n.channel, n.receiver), '[]')
   FROM notifications n WHERE n.incident_id = i.incident_id) AS deliveries`;

export interface IncidentRow extends IncidentColumns {
  readonly traceparent: string | null;
  readonly base_model: string | null;
  readonly seen: { readonly actors: number; readonly apps: string[] | null };
  readonly rules: string[] | null;
  readonly suppressed: string;
  readonly deliveries: {
    readonly receiver: string;
    readonly channel: Channel;
    readonly state: NotificationState;
  }[];
}

/** The summary that a row holds. */
export function incidentSummary(row: IncidentRow): IncidentSummary {
  return {
    id: row.incident_id,
    number: Number(row.number),
    kind: row.kind,
    family: row.family,
    severity: row.severity,
    status: row.status,
    outcome: row.outcome,
    title: row.title,
    reason: row.reason,
    tenant: row.tenant,
    model:
      row.model_id === null || row.version === null
        ? null
        : { id: row.model_id, version: row.version, base: row.base_model },
    findings: Number(row.finding_count),
    ...{ actors: row.seen.actors, apps: row.seen.apps ?? [], detectors: row.rules ?? [row.family] },
    suppressed: Number(row.suppressed),
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    assignee: row.assignee,
    verdict: row.verdict,
    mergedInto: row.merged_into,
    version: versionOf({
      status: row.status,
      severity: row.severity,
      assignee: row.assignee,
      verdict: row.verdict,
      mergedInto: row.merged_into,
      acknowledgedAtMs: row.acknowledged_at?.getTime() ?? null,
      resolvedAtMs: row.resolved_at?.getTime() ?? null,
    }),
    deliveries: row.deliveries,
  };
}
