import type { Severity } from '#contracts';
import { plainText } from '#incidents';
import type { IncidentView } from '../../incident-view.store.js';

/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
const longestSummary = 1_024;
const longestExcerpt = 1_500;
const severities: Readonly<Record<Severity, 'critical' | 'error' | 'warning' | 'info'>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'info',
};

export type PagerDutyAction = 'trigger' | 'acknowledge' | 'resolve';

/** What PagerDuty is to know of an incident in this status. */
export function pagerDutyAction({ status }: IncidentView): PagerDutyAction {
  switch (status) {
    case 'open':
      return 'trigger';
    case 'acknowledged':
      return 'acknowledge';
    case 'resolved':
      return 'resolve';
  }
}

/** An Events API v2 event; the incident's id is its `dedup_key`, so that whatever is sent twice is one incident there. */
export function renderPagerDutyEvent(incident: IncidentView, routingKey: string, consoleUrl: string) {
  const action = pagerDutyAction(incident);
  const event = { routing_key: routingKey, event_action: action, dedup_key: incident.incidentId };
  if (action !== 'trigger') return event;
  const model = plainText(incident.model ?? 'ingest', 200);
  const url = `${consoleUrl}/incidents/${incident.incidentId}`;
  return {
    ...event,
    client: 'Tunewarden',
    client_url: url,
    links: [{ href: url, text: `INC-${incident.number}` }],
    payload: {
      summary: plainText(`${model}: ${incident.title}`, longestSummary),
      source: 'tunewarden',
      severity: severities[incident.severity],
      timestamp: incident.lastSeenAt.toISOString(),
      component: model,
      group: plainText(incident.family, 200),
      class: incident.kind,
      custom_details: {
        reason: plainText(incident.reason, 2_000),
        outcome: incident.outcome,
        findings: incident.findingCount,
        first_seen: incident.firstSeenAt.toISOString(),
        ...(incident.excerpt !== null && { excerpt: plainText(incident.excerpt, longestExcerpt) }),
      },
    },
  };
}
