import { describe, expect, it } from '@jest/globals';
import { parsedRouting } from './example-routing.js';
import { findRoutes } from './find-routes.js';
import { planFollowUps, planNotifications } from './plan-notifications.js';

describe('who is owed a message', () => {
  const file = parsedRouting();
  const routes = findRoutes(file, { kind: 'attack', severity: 'critical' });
  const plan = (change: Parameters<typeof planNotifications>[0]) =>
    planNotifications(change, routes, file.receivers, 0).map(
      ({ receiver, channel, dueAtMs, opens }) =>
        `${receiver} ${channel} ${dueAtMs / 1_000}${opens ? '' : ' if told'}`,
    );

  it('at first: every receiver after group_wait, and the next step later', () => {
    expect(plan('opened')).toEqual([
      'on-call slack 30',
      'on-call pagerduty 30',
      'manager pagerduty 900',
      'soc slack 30',
    ]);
  });

  it('of what was added: Slack, after group_interval, where it was told', () => {
    expect(plan('joined')).toEqual(['on-call slack 5 if told', 'soc slack 5 if told']);
  });

  it('of a rise: everybody, at once', () => {
    expect(plan('severity-raised').slice(0, 2)).toEqual(['on-call slack 0', 'on-call pagerduty 0']);
  });

  it('of an end: whoever was told', () => {
    expect(plan('resolved')).toEqual([
      'on-call slack 0 if told',
      'on-call pagerduty 0 if told',
      'manager pagerduty 0 if told',
      'soc slack 0 if told',
    ]);
  });

  it.each([
    ['resolved', ['fallback pagerduty', 'old slack']],
    ['acknowledged', ['fallback pagerduty', 'old slack']],
    ['severity-raised', ['fallback pagerduty', 'old slack']],
    ['joined', ['old slack']],
    // Who is begun with anew is for the routes to say; what stands in Slack stays true.
    ['reopened', ['old slack']],
  ] as const)('of one that is %s, although no route leads there now: %j', (change, wanted) => {
    const known = (receiver: string, channel: 'slack' | 'pagerduty', isTold = true) => ({
      ...{ receiver, channel, isTold, route: 'route' },
    });
    const knowing = [
      known('fallback', 'pagerduty'),
      known('old', 'slack', false),
      known('over', 'pagerduty', false),
      known('soc', 'slack'),
    ];
    const planned = planNotifications(change, routes, file.receivers, 0);
    const owed = planFollowUps(change, knowing, planned, 0);
    expect(owed.map(({ receiver, channel }) => `${receiver} ${channel}`)).toEqual(wanted);
    expect(owed.every(({ opens }) => !opens)).toBe(true);
  });
});
