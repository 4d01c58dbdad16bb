import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUp } from '../clean-up.js';

/**
 * The path of a routing file in which each family has a receiver of its own, of the same name: a Slack channel and a
 * PagerDuty service, so that one family's fault delays no other's message. `<family>-next` goes where the family goes.
 * `rest` is the receiver of what is left, and the fallback of all.
 */
export async function routingByFamily(families: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-faults-'));
  cleanUp(() => rm(folder, { recursive: true }));
  const file = join(folder, 'routing.yaml');
  const pagerduty = 'pagerduty: { routing_key: { env: PAGERDUTY_ROUTING_KEY } }';
  const slack = (channel: string): string =>
    `slack: { token: { env: SLACK_BOT_TOKEN }, channel: ${channel} }`;
  const lines = [
    'route:',
    '  receiver: rest',
    '  repeat_interval: 0s',
    '  routes:',
    ...families.map((family) => `    - { matchers: ['family=~"${family}(-next)?"'], receiver: ${family} }`),
    'receivers:',
    `  - { name: rest, ${slack('C0REST')}, ${pagerduty} }`,
    ...families.map(
      (family) => `  - { name: ${family}, ${slack(channelOf(family))}, ${pagerduty}, fallback: rest }`,
    ),
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

function channelOf(family: string): string {
  return `C0${family.toUpperCase().replace(/[^A-Z0-9]/g, '')}`;
}
