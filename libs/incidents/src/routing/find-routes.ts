import type { Labels } from '#contracts';
import { formatMatcher, matchesAll } from './matchers.js';
import type { Route, RoutingFile } from './routing-schema.js';
import type { TimeInterval } from './time-interval.js';

/** Where an incident goes, and with what timing: one leaf of the tree that matched, with what it inherits. */
export interface MatchedRoute {
  readonly receiver: string;
  /** The matchers on the way, for people: `route / severity="critical"`. */
  readonly path: string;
  /** Before the first message, so that what belongs together is told together. */
  readonly groupWaitMs: number;
  /** Between messages about what was added. */
  readonly groupIntervalMs: number;
  /** After so long an open incident that nobody acknowledged is told again; 0: never. */
  readonly repeatIntervalMs: number;
  readonly muteTimes: readonly TimeInterval[];
  readonly escalation: readonly { readonly afterMs: number; readonly receivers: readonly string[] }[];
}

interface Inherited {
  readonly receiver: string;
  readonly path: string;
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
}

const defaults: Inherited = {
  receiver: '',
  path: 'route',
  groupWaitMs: 0,
  groupIntervalMs: 5_000,
  repeatIntervalMs: 4 * 3_600_000,
};

/**
 * The routes of an incident, in the order of the file: depth first, the first child that matches, and further ones
 * where a matching child says `continue`; a route none of whose children match is itself the answer. This is
 * Alertmanager's walk: https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function findRoutes(file: RoutingFile, labels: Labels): readonly MatchedRoute[] {
  const intervals = new Map(file.time_intervals.map(({ name, time_intervals: list }) => [name, list]));
  const muteTimesOf = (route: Route): readonly TimeInterval[] =>
    route.mute_time_intervals.flatMap((name) =>
      (intervals.get(name) ?? []).map((one) => ({ ...one, daysOfMonth: one.days_of_month })),
    );

  const walk = (route: Route, above: Inherited): readonly MatchedRoute[] => {
    if (!matchesAll(route.matchers, labels)) return [];
    const own = inherit(route, above);
    const found: MatchedRoute[] = [];
    for (const child of route.routes) {
      const below = walk(child, own);
      found.push(...below);
      if (below.length > 0 && !child.continue) break;
    }
    if (found.length > 0) return found;
    const escalation = route.escalation.map(({ after, receivers }) => ({ afterMs: after, receivers }));
    return [{ ...own, muteTimes: muteTimesOf(route), escalation }];
  };
  return walk(file.route, defaults);
}

function inherit(route: Route, above: Inherited): Inherited {
  const matchers = route.matchers.map(formatMatcher).join(', ');
  return {
    receiver: route.receiver ?? above.receiver,
    path: matchers === '' ? above.path : `${above.path} / ${matchers}`,
    groupWaitMs: route.group_wait ?? above.groupWaitMs,
    groupIntervalMs: route.group_interval ?? above.groupIntervalMs,
    repeatIntervalMs: route.repeat_interval ?? above.repeatIntervalMs,
  };
}
