import { parseRouting } from './parse-routing.js';
import type { RoutingFile } from './routing-schema.js';

/** A routing with everything that one may have. */
export const exampleRouting = `
route:
  receiver: soc
  group_wait: 30s
  routes:
    - matchers: ['severity="critical"']
      receiver: on-call
      continue: true
      escalation:
        - { after: 15m, receivers: [manager] }
    - matchers: ['kind="drift"', 'tenant=~"acme|beta"']
      receiver: data
      mute_time_intervals: [nights]
      routes:
        - matchers: ['family="latency"']
          receiver: sre
    - matchers: ['kind="attack"']
receivers:
  - { name: soc, slack: { token: { env: SLACK }, channel: C0SOC } }
  - { name: on-call, pagerduty: { routing_key: { file: /run/pd } }, slack: { token: { env: SLACK }, channel: C0CALL } }
  - { name: manager, pagerduty: { routing_key: { env: PD2 } } }
  - { name: data, slack: { token: { env: SLACK }, channel: C0DATA } }
  - { name: sre, webhook: { url: 'https://hooks.example', secret: { env: HOOK } } }
time_intervals:
  - name: nights
    time_intervals:
      - times: [{ start_time: '22:00', end_time: '24:00' }, { start_time: '00:00', end_time: '07:00' }]
        location: Europe/Berlin
inhibit_rules:
  - source_matchers: ['kind="attack"', 'severity="critical"']
    target_matchers: ['kind="drift"']
    equal: [tenant, model]
`;

/** What a routing text states; throws where it is not valid. */
export function parsedRouting(text = exampleRouting): RoutingFile {
  const parsed = parseRouting(text, 'routing.yaml');
  if (!parsed.ok) throw new TypeError(parsed.error.join('\n'));
  return parsed.value;
}
