import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AlertingInstallation, startAlerting } from '../support/alerting-installation.js';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type Hook, hookSecret, startHookServer } from '../support/hook-server.js';

let here: AlertingInstallation;
let hooks: readonly Hook[];

const routing = (hookUrl: string): string => `
route: { receiver: soc, routes: [{ matchers: ['family="refused"'], receiver: broken }] }
receivers:
  - { name: soc, slack: { token: { env: SLACK_BOT_TOKEN }, channel: C0SANDBOX } }
  - { name: manager, pagerduty: { routing_key: { env: PAGERDUTY_ROUTING_KEY } } }
  - { name: broken, slack: { token: { env: SLACK_BOT_TOKEN }, channel: nowhere }, fallback: manager }
  - { name: hook, webhook: { url: '${hookUrl}', secret: { env: HOOK_SECRET } } }
  - { name: moved, webhook: { url: '${new URL('/moved', hookUrl).href}', secret: { env: HOOK_SECRET } } }
  - { name: plain, webhook: { url: 'http://hooks.example/', secret: { env: HOOK_SECRET } } }
  - { name: inside, webhook: { url: 'https://[::ffff:10.0.0.1]/', secret: { env: HOOK_SECRET } } }
  - { name: keyless, slack: { token: { env: NO_SUCH_TOKEN }, channel: C0SANDBOX } }
  - { name: nobody }
`;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-receivers-'));
  cleanUp(() => rm(folder, { recursive: true }));
  const hookServer = await startHookServer();
  hooks = hookServer.hooks;
  const routingFile = join(folder, 'routing.yaml');
  await writeFile(routingFile, routing(hookServer.url));
  here = await startAlerting({
    ROUTING_FILE: routingFile,
    HOOK_SECRET: hookSecret,
    WEBHOOK_PRIVATE_HOSTS: '127.0.0.1',
  });
}, 60_000);

describe('a test of a receiver', () => {
  interface Tested {
    readonly id: string;
    readonly deliveries: readonly { readonly channel: string; readonly state: string }[];
  }

  /** What came of a test, once nothing of it is under way. */
  async function tested(receiver: string): Promise<Tested> {
    const asked = await here.call(`receivers/${receiver}/test`, {});
    expect(asked.status).toBe(202);
    const { id } = (await asked.json()) as Tested;
    return eventually(async () => {
      const test = await here.read<Tested>(`receiver-tests/${id}`);
      expect(test.deliveries.filter(({ state }) => ['waiting', 'sending'].includes(state))).toEqual([]);
      return test;
    });
  }

  it.each([
    ['soc', { channel: 'slack', state: 'accepted', statusCode: 200, reason: null }],
    ['manager', { channel: 'pagerduty', state: 'accepted', statusCode: 202, reason: null }],
    ['hook', { channel: 'webhook', state: 'accepted', statusCode: 204, reason: null }],
    ['broken', { channel: 'slack', state: 'refused', statusCode: 200, reason: 'channel_not_found' }],
    [
      'moved',
      { channel: 'webhook', state: 'refused', statusCode: 307, reason: 'redirects are not followed' },
    ],
    ['plain', { channel: 'webhook', state: 'refused', statusCode: null, reason: 'only https is allowed' }],
    ['inside', { channel: 'webhook', state: 'refused', reason: 'the host is no public address' }],
    ['keyless', { channel: 'slack', state: 'refused', reason: 'There is no secret in NO_SUCH_TOKEN' }],
  ])(
    'goes to %s by its real channel, and what the provider answered comes back',
    async (receiver, delivery) => {
      expect(await tested(receiver)).toMatchObject({
        receiver,
        requestedBy: 'api-token',
        deliveries: [delivery],
      });
    },
  );

  it('says of itself that it is a test, opens nothing that it does not end, and is in the audit log', async () => {
    const { id } = await tested('manager');
    const { slack, pagerduty } = await here.pipeline.received();
    const told = slack.filter(({ body }) => JSON.stringify(body).includes('TEST from Tunewarden'));
    expect(JSON.stringify(told[0]?.body)).toContain('tested the receiver');
    const ofTest = pagerduty.filter(({ body }) => body['dedup_key'] === `test-${id}`);
    expect(ofTest.map(({ body }) => body['event_action'])).toEqual(['trigger', 'resolve']);
    expect(ofTest[0]?.body).toMatchObject({ payload: { severity: 'info', class: 'test' } });
    const hook = hooks
      .map(({ body }) => JSON.parse(body) as { type: string })
      .find(({ type }) => type === 'test');
    expect(hook).toMatchObject({ data: { receiver: 'hook', requested_by: 'api-token' } });
    expect(hooks.map(({ path }) => path)).not.toContain('/elsewhere');
    const audit = await here.pipeline.database.rows(
      `SELECT who, action FROM audit_log WHERE subject = 'receiver:manager' AND detail ->> 'test' = $1`,
      [id],
    );
    expect(audit).toEqual([{ who: 'api-token', action: 'receivers.manage' }]);
  });

  it('is refused for a receiver that is not there or has no channel, and five times in five minutes is enough', async () => {
    expect((await here.call('receivers/absent/test', {})).status).toBe(404);
    expect((await here.call('receivers/nobody/test', {})).status).toBe(409);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => here.call('receivers/keyless/test', {})),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.length - refused.length).toBeLessThanOrEqual(5);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(200);
  });

  it('stands in the list of receivers, beside how messages about incidents went', async () => {
    interface Listed {
      readonly name: string;
      readonly channels: readonly object[];
    }
    await here.opened('refused');
    // The tests of `keyless` above may still wait for their turns.
    const items = await eventually(async () => {
      const listed = await here.read<{ items: Listed[] }>('receivers');
      expect(JSON.stringify(listed)).not.toMatch(/"state":"(?:waiting|sending)"/);
      expect(JSON.stringify(listed)).toContain('"failed":1');
      return listed.items;
    });
    expect(items.map(({ name }) => name)).toEqual([
      'soc',
      'manager',
      'broken',
      'hook',
      'moved',
      'plain',
      'inside',
      'keyless',
      'nobody',
    ]);
    const channelOf = (receiver: string) => items.find(({ name }) => name === receiver)?.channels[0];
    expect(channelOf('soc')).toMatchObject({ to: 'C0SANDBOX', lastTest: { state: 'accepted' } });
    expect(channelOf('broken')).toMatchObject({
      failed: 1,
      lastDelivery: { outcome: 'failed', reason: 'channel_not_found' },
    });
    expect(channelOf('keyless')).toMatchObject({ lastDelivery: null, lastTest: { state: 'refused' } });
  });
});
