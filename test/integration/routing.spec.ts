import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Severity } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sendFinding } from '../support/alerting-installation.js';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type Pipeline, type ReceivedCall, createPipeline } from '../support/run-pipeline.js';

interface Hook {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let pipeline: Pipeline;
let apiUrl: string;
let routingFile: string;
let hookUrl: string;
const hooks: Hook[] = [];

const routing = (more = ''): string => `
route:
  receiver: soc
  routes:
    - { matchers: ['family="hooked"'], receiver: hook }
    - { matchers: ['family=~"refused-.*"'], receiver: broken }
    - matchers: ['family="escalated"']
      receiver: soc
      escalation: [{ after: 3s, receivers: [manager] }]
    - { matchers: ['family="repeated"'], receiver: manager, repeat_interval: 2s }
${more}
receivers:
  - { name: soc, slack: { token: { env: SLACK_BOT_TOKEN }, channel: C0SANDBOX } }
  - { name: manager, pagerduty: { routing_key: { env: PAGERDUTY_ROUTING_KEY } } }
  - { name: broken, slack: { token: { env: SLACK_BOT_TOKEN }, channel: nowhere }, fallback: manager }
  - { name: hook, webhook: { url: '${hookUrl}', secret: { env: HOOK_SECRET } } }
  - { name: keyless, slack: { token: { env: NO_SUCH_TOKEN }, channel: C0SANDBOX } }
  - { name: nobody }
inhibit_rules:
  - source_matchers: ['family="loud"']
    target_matchers: ['family="quiet"']
    equal: [model]
`;

beforeAll(async () => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      hooks.push({ headers: request.headers, body });
      response.writeHead(hooks.length === 1 ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())));
  hookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-routing-'));
  cleanUp(() => rm(folder, { recursive: true }));
  routingFile = join(folder, 'routing.yaml');
  await writeFile(routingFile, routing());
  pipeline = await createPipeline({
    ROUTING_FILE: routingFile,
    HOOK_SECRET: `whsec_${Buffer.from('hook secret').toString('base64')}`,
    WEBHOOK_PRIVATE_HOSTS: '127.0.0.1',
  });
  await pipeline.startSandbox();
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'm', '1', 'tuned')`,
  );
  const alerting = await pipeline.start('alerting');
  cleanUp(() => alerting.stop());
  apiUrl = (await pipeline.start('api')).url;
}, 60_000);

const send = (family: string, severity?: Severity): Promise<void> => sendFinding(pipeline, family, severity);

interface Told {
  readonly receiver: string;
  readonly channel: string;
  readonly state: string;
  readonly last_reason: string | null;
}

const told = (family: string): Promise<Told[]> =>
  pipeline.database.rows<Told>(
    `SELECT receiver, channel, state, last_reason FROM notifications JOIN incidents USING (incident_id)
     WHERE family = $1 ORDER BY receiver, channel`,
    [family],
  );

async function pages(family: string): Promise<ReceivedCall[]> {
  const { pagerduty } = await pipeline.received();
  return pagerduty.filter(({ body }) => JSON.stringify(body).includes(`${family} worked`));
}

const holds = (family: string): Promise<{ reason: string }[]> =>
  pipeline.database.rows<{ reason: string }>(
    `SELECT delivery_holds.reason FROM delivery_holds JOIN notifications USING (notification_id) JOIN incidents USING (incident_id)
     WHERE family = $1`,
    [family],
  );

/** What a person does by way of the API. */
async function act(family: string, set: string, change: string): Promise<void> {
  await pipeline.database.rows(`UPDATE incidents SET ${set} WHERE family = $1`, [family]);
  await pipeline.database.rows(
    `INSERT INTO incident_timeline (incident_id, at, event, who, door, unplanned_change)
     SELECT incident_id, now(), $2, 'ada', 'api', $2 FROM incidents WHERE family = $1`,
    [family, change],
  );
}

describe('a route', () => {
  it('leads to a signed webhook, which is tried again after its 500', async () => {
    await send('hooked');
    await eventually(
      async () => expect(await told('hooked')).toMatchObject([{ receiver: 'hook', state: 'delivered' }]),
      {
        deadlineMs: 60_000,
      },
    );
    expect(hooks).toHaveLength(2);
    expect(hooks[0]?.headers['webhook-id']).toBe(hooks[1]?.headers['webhook-id']);
    expect(hooks[1]?.headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
    expect(JSON.parse(hooks[1]!.body)).toMatchObject({ type: 'incident.open', data: { family: 'hooked' } });
  }, 90_000);

  it('whose receiver refuses for good leads to its fallback, and the ledger says so', async () => {
    await send('refused-1');
    await eventually(async () =>
      expect(await told('refused-1')).toMatchObject([
        { receiver: 'broken', state: 'failed', last_reason: 'channel_not_found' },
        { receiver: 'manager', state: 'delivered' },
      ]),
    );
  });

  it('escalates where nobody acknowledges', async () => {
    await send('escalated');
    await eventually(async () => expect(await pages('escalated')).toHaveLength(1));
  });

  it('tells again while nobody acknowledges, and stops when somebody does', async () => {
    await send('repeated');
    await eventually(async () => expect((await pages('repeated')).length).toBeGreaterThan(1));
    await act('repeated', `status = 'acknowledged'`, 'acknowledged');
    const acknowledged = async () =>
      (await pipeline.received()).pagerduty.filter(({ body }) => body['event_action'] === 'acknowledge');
    await eventually(async () => expect((await acknowledged()).length).toBeGreaterThan(0));
    const repeats = () =>
      pipeline.database.rows(
        `SELECT repeat_at FROM notifications JOIN incidents USING (incident_id) WHERE family = 'repeated'`,
      );
    await eventually(async () => expect(await repeats()).toEqual([{ repeat_at: null }]));
  });

  it('keeps still under a silence, says who silenced it, and speaks when it ends', async () => {
    await pipeline.database.rows(
      `INSERT INTO silences (silence_id, tenant, matchers, starts_at, ends_at, author, comment)
       VALUES ($1, 'default', ARRAY['family="silenced"'], now(), now() + interval '6 seconds', 'ada', 'a test')`,
      [randomUUID()],
    );
    await send('silenced');
    await eventually(async () => expect(await holds('silenced')).toHaveLength(1));
    expect((await holds('silenced'))[0]?.reason).toMatch(/^silenced by ada/);
    await eventually(async () => expect(await told('silenced')).toMatchObject([{ state: 'delivered' }]));
  });

  it('keeps still under an inhibition', async () => {
    await send('loud');
    await eventually(async () => expect(await told('loud')).toMatchObject([{ state: 'delivered' }]));
    await send('quiet');
    await eventually(async () => expect((await holds('quiet'))[0]?.reason).toMatch(/^inhibited by INC-\d+$/));
    expect(await told('quiet')).toMatchObject([{ state: 'pending' }]);
  });

  it('is taken up from a changed file, and a broken file changes nothing', async () => {
    const replace = async (text: string): Promise<void> => {
      await writeFile(`${routingFile}.new`, text);
      await rename(`${routingFile}.new`, routingFile);
    };
    await replace('route: [');
    await send('after-broken');
    await eventually(async () => expect(await told('after-broken')).toMatchObject([{ receiver: 'soc' }]));
    await replace(routing(`    - { matchers: ['family=~"changed.*"'], receiver: manager }`));
    let attempt = 0;
    await eventually(async () => {
      attempt += 1;
      await send(`changed-${attempt}`);
      await eventually(async () => expect(await told(`changed-${attempt}`)).toHaveLength(1));
      expect(await told(`changed-${attempt}`)).toMatchObject([{ receiver: 'manager' }]);
    });
  });
});

describe('a test of a receiver', () => {
  interface Tested {
    readonly id: string;
    readonly deliveries: readonly { readonly channel: string; readonly state: string }[];
  }
  const call = (path: string, method = 'GET') =>
    fetch(`${apiUrl}/v1/${path}`, { method, headers: { authorization: `Bearer ${pipeline.apiToken}` } });
  const read = async <T>(path: string): Promise<T> => (await (await call(path)).json()) as T;

  /** What came of a test, once nothing of it is under way. */
  async function tested(receiver: string): Promise<Tested> {
    const asked = await call(`receivers/${receiver}/test`, 'POST');
    expect(asked.status).toBe(202);
    const { id } = (await asked.json()) as Tested;
    return eventually(async () => {
      const test = await read<Tested>(`receiver-tests/${id}`);
      expect(test.deliveries.filter(({ state }) => ['waiting', 'sending'].includes(state))).toEqual([]);
      return test;
    });
  }

  it.each([
    ['soc', { channel: 'slack', state: 'accepted', statusCode: 200, reason: null }],
    ['manager', { channel: 'pagerduty', state: 'accepted', statusCode: 202, reason: null }],
    ['hook', { channel: 'webhook', state: 'accepted', statusCode: 204, reason: null }],
    ['broken', { channel: 'slack', state: 'refused', statusCode: 200, reason: 'channel_not_found' }],
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
    const { slack, pagerduty } = await pipeline.received();
    const told = slack.filter(({ body }) => JSON.stringify(body).includes('TEST from Tunewarden'));
    expect(JSON.stringify(told[0]?.body)).toContain('tested the receiver');
    const ofTest = pagerduty.filter(({ body }) => body['dedup_key'] === `test-${id}`);
    expect(ofTest.map(({ body }) => body['event_action'])).toEqual(['trigger', 'resolve']);
    expect(ofTest[0]?.body).toMatchObject({ payload: { severity: 'info', class: 'test' } });
    const hook = hooks
      .map(({ body }) => JSON.parse(body) as { type: string })
      .find(({ type }) => type === 'test');
    expect(hook).toMatchObject({ data: { receiver: 'hook', requested_by: 'api-token' } });
    const audit = await pipeline.database.rows(
      `SELECT who, action FROM audit_log WHERE subject = 'receiver:manager' AND detail ->> 'test' = $1`,
      [id],
    );
    expect(audit).toEqual([{ who: 'api-token', action: 'receivers.manage' }]);
  });

  it('is refused for a receiver that is not there or has no channel, and five times in five minutes is enough', async () => {
    expect((await call('receivers/absent/test', 'POST')).status).toBe(404);
    expect((await call('receivers/nobody/test', 'POST')).status).toBe(409);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => call('receivers/keyless/test', 'POST')),
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
    // The tests of `keyless` above may still wait for their turns.
    const items = await eventually(async () => {
      const listed = await read<{ items: Listed[] }>('receivers');
      expect(JSON.stringify(listed)).not.toMatch(/"state":"(?:waiting|sending)"/);
      return listed.items;
    });
    expect(items.map(({ name }) => name)).toEqual(['soc', 'manager', 'broken', 'hook', 'keyless', 'nobody']);
    const channelOf = (receiver: string) => items.find(({ name }) => name === receiver)?.channels[0];
    expect(channelOf('soc')).toMatchObject({ to: 'C0SANDBOX', lastTest: { state: 'accepted' } });
    expect(channelOf('broken')).toMatchObject({
      failed: 1,
      lastDelivery: { outcome: 'failed', reason: 'channel_not_found' },
    });
    expect(channelOf('keyless')).toMatchObject({ lastDelivery: null, lastTest: { state: 'refused' } });
  });
});
