import { severities } from '#contracts';
import { type RoutingFile, parseRouting } from '#incidents';
import { stringify } from 'yaml';
import type { AlertingConfig } from '../config.js';
import type { RoutingSource } from './routing-source.js';

/**
 * The routing of an installation that has no routing file: Slack hears of everything, PagerDuty of what is worth
 * waking somebody. It goes through the parser of files, so that there is one meaning of a route.
 */
export function routingOfEnvironment(config: AlertingConfig): {
  readonly file: RoutingFile;
  readonly source: RoutingSource;
} {
  const { SLACK_CHANNEL, PAGERDUTY_ROUTING_KEY, PAGERDUTY_MIN_SEVERITY: floor } = config;
  const pages = severities.slice(severities.indexOf(floor)).join('|');
  const text = stringify({
    route: {
      receiver: 'default',
      routes: [
        { matchers: [`severity=~"${pages}"`], receiver: 'pager', continue: true, repeat_interval: '0s' },
        { receiver: 'default', repeat_interval: '0s' },
      ],
    },
    receivers: [
      {
        name: 'default',
        ...(PAGERDUTY_ROUTING_KEY !== undefined && { fallback: 'pager' }),
        ...(SLACK_CHANNEL !== undefined && {
          slack: { token: { env: 'SLACK_BOT_TOKEN' }, channel: SLACK_CHANNEL },
        }),
      },
      {
        name: 'pager',
        ...(SLACK_CHANNEL !== undefined && { fallback: 'default' }),
        ...(PAGERDUTY_ROUTING_KEY !== undefined && {
          pagerduty: { routing_key: { env: 'PAGERDUTY_ROUTING_KEY' } },
        }),
      },
    ],
  });
  const parsed = parseRouting(text, 'environment');
  if (!parsed.ok) throw new TypeError(parsed.error.join('; '));
  return { file: parsed.value, source: { kind: 'environment', revision: null, text } };
}
