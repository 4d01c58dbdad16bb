import { type Severity, severities } from '#contracts';
import { plainText, shownText } from '#incidents';
import type { ClaimedNotification } from '../../claim.store.js';
import type { IncidentView } from '../../incident-view.store.js';

/** https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
const longestSummary = 1_024;
const longestExcerpt = 1_500;
const severityNames: Readonly<Record<Severity, 'critical' | 'error' | 'warning' | 'info'>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  info: 'info',
};

export type PagerDutyAction = 'trigger' | 'acknowledge' | 'resolve';

type Told = Pick<ClaimedNotification, 'toldSeverity' | 'toldStatus'>;

/**
 * What PagerDuty is to know of an incident in this status, one event after another. What got worse wakes somebody
 * although it was acknowledged: there a trigger notifies nobody while an incident is acknowledged, so that one is ended
 * and another begun.
 */
export function pagerDutyActions(
  { toldSeverity, toldStatus }: Told,
  { status, severity }: Pick<IncidentView, 'status' | 'severity'>,
): readonly [PagerDutyAction, PagerDutyAction?] {
  switch (status) {
    case 'open':
      return ['trigger'];
    case 'acknowledged':
      if (toldSeverity !== null && severities.indexOf(severity) <= severities.indexOf(toldSeverity)) {
        return ['acknowledge'];
      }
      return toldStatus === 'acknowledged' ? ['resolve', 'trigger'] : ['trigger'];
    case 'resolved':
      return ['resolve'];
  }
}

/** An Events API v2 event; the incident's id is its `dedup_key`, so that whatever is sent twice is one incident there. */
export function renderPagerDutyEvent(
  incident: IncidentView,
  action: PagerDutyAction,
  { routingKey, consoleUrl }: { readonly routingKey: string; readonly consoleUrl: string },
) {
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
      severity: severityNames[incident.severity],
      timestamp: incident.lastSeenAt.toISOString(),
      component: model,
      group: plainText(incident.family, 200),
      class: incident.kind,
      custom_details: {
        reason: plainText(incident.reason, 2_000),
        outcome: incident.outcome,
        findings: incident.findingCount,
        ...(incident.parts.length > 0 && { parts: plainText(incident.parts.join(', '), 2_000) }),
        first_seen: incident.firstSeenAt.toISOString(),
        ...(incident.excerpt !== null && { excerpt: shownText(incident.excerpt, longestExcerpt) }),
      },
    },
  };
}
