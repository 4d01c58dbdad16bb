import type { FindingItem } from '../findings/finding.schema.js';
import type { IncidentSummary } from '../incidents/incident.schema.js';
import type { CsvRow } from './csv.js';

/** Columns of exported incidents, in their order. */
export const incidentColumns = [
  ...[
    'number',
    'severity',
    'status',
    'kind',
    'family',
    'outcome',
    'tenant',
    'model',
    'version',
    'title',
    'reason',
  ],
  ...[
    'apps',
    'detectors',
    'findings',
    'actors',
    'suppressed',
    'first_seen_at',
    'last_seen_at',
    'opened_at',
    'acknowledged_at',
  ],
  ...['resolved_at', 'assignee', 'verdict', 'deliveries', 'id'],
];

/** An incident as a row of an export. */
export function incidentRow(incident: IncidentSummary): CsvRow {
  const { number, severity, status, kind, family, outcome, tenant, model, title, reason } = incident;
  return {
    ...{ severity, status, kind, family, outcome, tenant, title, reason, id: incident.id },
    number: `INC-${number}`,
    model: model?.id ?? null,
    version: model?.version ?? null,
    apps: incident.apps.join('; '),
    detectors: incident.detectors.join('; '),
    findings: incident.findings,
    actors: incident.actors,
    suppressed: incident.suppressed,
    first_seen_at: incident.firstSeenAt,
    last_seen_at: incident.lastSeenAt,
    opened_at: incident.openedAt,
    acknowledged_at: incident.acknowledgedAt,
    resolved_at: incident.resolvedAt,
    assignee: incident.assignee,
    verdict: incident.verdict,
    deliveries: incident.deliveries.map((one) => `${one.receiver}/${one.channel} ${one.state}`).join('; '),
  };
}

/** Columns of exported findings, in their order. */
export const findingColumns = [
  ...['created_at', 'occurred_at', 'kind', 'severity', 'tenant', 'model', 'version', 'title', 'reason'],
  ...['incident_id', 'id'],
];

/** A finding as a row of an export. */
export function findingRow({ model, createdAt, occurredAt, incidentId, ...finding }: FindingItem): CsvRow {
  return {
    ...finding,
    model: model?.id ?? null,
    version: model?.version ?? null,
    created_at: createdAt,
    occurred_at: occurredAt,
    incident_id: incidentId,
  };
}
