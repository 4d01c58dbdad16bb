import { watchdogTenant } from '#contracts';
import { type RoutingFile, parseMatcher } from '#incidents';

/** The name of the receiver that canaries go to. */
export const watchdogReceiver = 'watchdog';

const matcher = parseMatcher(`tenant="${watchdogTenant}"`)!;

/** A routing in which canaries go to `url` and nowhere else. */
export function withWatchdog(file: RoutingFile, url: string): RoutingFile {
  const route: RoutingFile['route'] = {
    receiver: watchdogReceiver,
    matchers: [matcher],
    group_wait: 0,
    group_interval: 0,
    repeat_interval: 0,
    mute_time_intervals: [],
    continue: false,
    escalation: [],
    routes: [],
  };
  const receiver = { name: watchdogReceiver, webhook: { url, secret: { env: 'WATCHDOG_SECRET' } } };
  return {
    ...file,
    route: { ...file.route, routes: [route, ...file.route.routes] },
    receivers: [...file.receivers.filter(({ name }) => name !== watchdogReceiver), receiver],
  };
}
