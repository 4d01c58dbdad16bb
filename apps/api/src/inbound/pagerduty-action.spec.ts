import { describe, expect, it } from '@jest/globals';
import type { PagerDutyEvent } from './inbound.schema.js';
import { actionOfPagerDuty, statusInPagerDuty } from './pagerduty-action.js';

const person = { id: 'PADA', type: 'user_reference', summary: 'Ada' };

function event(type: string, more: Partial<PagerDutyEvent> = {}): PagerDutyEvent {
  return {
    ...{ id: '1', event_type: type, occurred_at: '2026-01-01T00:00:00Z', agent: person, data: {} },
    ...more,
  };
}
const actionOf = (one: PagerDutyEvent): unknown => actionOfPagerDuty(one, (user) => `name of ${user}`);

describe('an event of PagerDuty', () => {
  it.each([
    [event('incident.acknowledged'), { kind: 'acknowledge' }],
    [event('incident.unacknowledged'), { kind: 'unacknowledge' }],
    [event('incident.resolved'), { kind: 'resolve', verdict: null, note: 'resolved in PagerDuty' }],
    [event('incident.reopened'), { kind: 'reopen' }],
    [
      event('incident.reassigned', { data: { assignees: [{ ...person, id: 'PBOB' }] } }),
      { kind: 'assign', assignee: 'name of PBOB' },
    ],
    [event('incident.reassigned'), { kind: 'assign', assignee: null }],
    [
      event('incident.priority_updated', { data: { priority: { summary: 'P1' } } }),
      { kind: 'note', note: 'priority in PagerDuty: P1' },
    ],
    [event('incident.annotated', { data: { content: 'a\u202eb' } }), { kind: 'note', note: 'ab' }],
    [event('incident.annotated', { data: { content: ' ' } }), undefined],
    [event('incident.triggered'), undefined],
    [event('pagey.ping'), undefined],
    [event('incident.resolved', { agent: null }), undefined],
    [
      event('incident.resolved', {
        agent: { id: 'P1', type: 'events_api_v2_inbound_integration_reference' },
      }),
      undefined,
    ],
  ])('%#: is an action of the person, or none', (one, wanted) => {
    expect(actionOf(one)).toEqual(wanted);
  });

  it.each([
    ['incident.triggered', 'open'],
    ['incident.acknowledged', 'acknowledged'],
    ['incident.unacknowledged', 'open'],
    ['incident.resolved', 'resolved'],
    ['incident.reopened', 'open'],
    ['incident.annotated', undefined],
    ['toString', undefined],
  ])('%s says that its incident is %s there', (type, status) => {
    expect(statusInPagerDuty(event(type))).toBe(status);
  });

  it('whose annotation is longer than a note is cut', () => {
    const long = event('incident.annotated', { data: { content: 'x'.repeat(100_000) } });
    expect((actionOf(long) as { note: string }).note).toHaveLength(2_000);
  });
});
