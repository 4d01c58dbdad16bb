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
/** What begins an incident anew after its end. */
const beginners: ReadonlySet<IncidentChange> = new Set(['opened', 'reopened', 'unmerged']);
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

/** A receiver that knows of an incident, or may. */
export interface KnowingReceiver {
  readonly receiver: string;
  readonly channel: Channel;
  readonly route: string;
  /** False: the end of it is what it was told last. */
  readonly isTold: boolean;
}

/**
 * What is owed to those who know of an incident although no route leads to them now: a fallback, or a receiver of the
 * severity or routing that was. What stands in Slack stays true; elsewhere what was begun is kept up and ended, and
 * nothing is begun anew.
 */
export function planFollowUps(
  change: IncidentChange,
  knowing: readonly KnowingReceiver[],
  planned: readonly PlannedNotification[],
  nowMs: number,
): readonly PlannedNotification[] {
  const isPlanned = ({ receiver, channel }: KnowingReceiver): boolean =>
    planned.some((one) => one.receiver === receiver && one.channel === channel);
  const hears = ({ channel, isTold }: KnowingReceiver): boolean =>
    channel === 'slack' || (isTold && told[change] === 'everywhere' && !beginners.has(change));
  return knowing
    .filter((one) => hears(one) && !isPlanned(one))
    .map(({ receiver, channel, route }) => ({
      ...{ receiver, channel, route, dueAtMs: nowMs },
      ...{ unlessAcknowledged: false, opens: false },
    }));
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
