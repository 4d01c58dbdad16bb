import type { IncidentStatus } from '#contracts';
import { plainText } from '#incidents';
import type { Action } from '../incidents/incident-actions.service.js';
import type { PagerDutyEvent } from './inbound.schema.js';

const longestNote = 2_000;

/**
 * What a person did in PagerDuty, as an action here; undefined for what is none: an echo of our own event, whose agent
 * is an integration, or something that we do not follow.
 */
export function actionOfPagerDuty(
  { event_type: type, agent, data }: PagerDutyEvent,
  nameOf: (pagerDutyUser: string) => string,
): Action | undefined {
  if (agent?.type !== 'user_reference') return undefined;
  switch (type) {
    case 'incident.acknowledged':
      return { kind: 'acknowledge' };
    case 'incident.unacknowledged':
      return { kind: 'unacknowledge' };
    case 'incident.resolved':
      return { kind: 'resolve', verdict: null, note: 'resolved in PagerDuty' };
    case 'incident.reopened':
      return { kind: 'reopen' };
    case 'incident.reassigned':
      return { kind: 'assign', assignee: data.assignees?.[0] ? nameOf(data.assignees[0].id) : null };
    case 'incident.priority_updated':
      return noteOf(`priority in PagerDuty: ${data.priority?.summary ?? 'none'}`);
    case 'incident.annotated':
      return noteOf(data.content ?? '');
    default:
      return undefined;
  }
}

const statuses: Readonly<Record<string, IncidentStatus>> = {
  'incident.triggered': 'open',
  'incident.acknowledged': 'acknowledged',
  'incident.unacknowledged': 'open',
  'incident.resolved': 'resolved',
  'incident.reopened': 'open',
};

/** How an incident stands in PagerDuty after an event; undefined where the event says nothing of it. */
export function statusInPagerDuty({ event_type: type }: PagerDutyEvent): IncidentStatus | undefined {
  return Object.hasOwn(statuses, type) ? statuses[type] : undefined;
}

function noteOf(text: string): Action | undefined {
  const note = plainText(text, longestNote).trim();
  return note === '' ? undefined : { kind: 'note', note };
}
