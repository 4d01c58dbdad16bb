import type { Channel } from '#contracts';
import type { IncidentChange } from '../lifecycle/moves.js';
import type { MatchedRoute } from './find-routes.js';
import type { Receiver } from './routing-schema.js';

/** One message owed to one receiver over one channel. */
export interface PlannedNotification {
  readonly receiver: string;
  readonly channel: Channel;
  readonly route: string;
  readonly dueAtMs: number;
  /** An escalation step: not sent where somebody acknowledged before. */
  readonly unlessAcknowledged: boolean;
  /** False: only where the receiver is owed or was told something already. */
  readonly opens: boolean;
}

/** Changes that PagerDuty, where a message may wake somebody, has to know of; Slack's message shows them all. */
const told: Readonly<Record<IncidentChange, 'everywhere' | 'where-shown'>> = {
  opened: 'everywhere',
  joined: 'where-shown',
  'severity-raised': 'everywhere',
  'severity-lowered': 'where-shown',
  acknowledged: 'everywhere',
  unacknowledged: 'everywhere',
  assigned: 'where-shown',
  resolved: 'everywhere',
  recovered: 'everywhere',
  reopened: 'everywhere',
  'verdict-changed': 'where-shown',
  merged: 'everywhere',
  unmerged: 'everywhere',
  absorbed: 'where-shown',
  released: 'where-shown',
  noted: 'where-shown',
};
const openers: ReadonlySet<IncidentChange> = new Set(['opened', 'severity-raised', 'reopened', 'unmerged']);

/**
 * Who is owed a message about a change, over which channel and from when. A first message waits for `group_wait`, so
 * that findings that come together are told together; what was only added waits for `group_interval`; all other
 * changes are due at once. Escalation steps are owed when the incident opens, for later.
 */
export function planNotifications(
  change: IncidentChange,
  routes: readonly MatchedRoute[],
  receivers: readonly Receiver[],
  nowMs: number,
): readonly PlannedNotification[] {
  const opens = openers.has(change);
  const planned = routes.flatMap((route) => {
    const { groupWaitMs, groupIntervalMs } = route;
    const waitMs = change === 'opened' ? groupWaitMs : change === 'joined' ? groupIntervalMs : 0;
    const first = channelsOf(route.receiver, receivers).map((channel) => ({
      ...{ receiver: route.receiver, channel, route: route.path, opens },
      dueAtMs: nowMs + waitMs,
      unlessAcknowledged: false,
    }));
    const steps = route.escalation.flatMap(({ afterMs, receivers: names }) =>
      names.flatMap((receiver) =>
        channelsOf(receiver, receivers).map((channel) => ({
          ...{ receiver, channel, route: route.path, opens: change === 'opened' || change === 'reopened' },
          dueAtMs: nowMs + (opens ? afterMs : 0),
          unlessAcknowledged: true,
        })),
      ),
    );
    return [...first, ...steps];
  });
  const heard = planned.filter(({ channel }) => told[change] === 'everywhere' || channel === 'slack');
  return withoutDoubles(heard);
}

/** A receiver that several routes lead to is told once, by the first of them. */
function withoutDoubles(planned: readonly PlannedNotification[]): readonly PlannedNotification[] {
  const seen = new Set<string>();
  return planned.filter(({ receiver, channel }) => {
    const key = JSON.stringify([receiver, channel]);
    return !seen.has(key) && seen.add(key);
  });
}

function channelsOf(name: string, receivers: readonly Receiver[]): readonly Channel[] {
  const receiver = receivers.find((one) => one.name === name);
  const channels: readonly Channel[] = ['slack', 'pagerduty', 'webhook'];
  return channels.filter((channel) => receiver?.[channel] !== undefined);
}
