import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Severity } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sendFinding } from '../support/alerting-installation.js';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type Hook, hookSecret, signatureOf, startHookServer } from '../support/hook-server.js';
import { type Pipeline, type ReceivedCall, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;
let routingFile: string;
let hookUrl: string;
let hooks: readonly Hook[];

const leavingReceiver =
  '  - { name: leaving, slack: { token: { env: SLACK_BOT_TOKEN }, channel: C0LEAVING } }';
const routing = (
  more = `    - { matchers: ['family=~"left.*"'], receiver: leaving }`,
  leaving = leavingReceiver,
): string => `
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
${leaving}
  - { name: hook, webhook: { url: '${hookUrl}', secret: { env: HOOK_SECRET } } }
inhibit_rules:
  - source_matchers: ['family="loud"']
    target_matchers: ['family="quiet"']
    equal: [model]
`;

beforeAll(async () => {
  ({ url: hookUrl, hooks } = await startHookServer(1));
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-routing-'));
  cleanUp(() => rm(folder, { recursive: true }));
  routingFile = join(folder, 'routing.yaml');
  await writeFile(routingFile, routing());
  pipeline = await createPipeline({
    ROUTING_FILE: routingFile,
    HOOK_SECRET: hookSecret,
    WEBHOOK_PRIVATE_HOSTS: '127.0.0.1',
  });
  await pipeline.startSandbox();
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'm', '1', 'tuned')`,
  );
  const alerting = await pipeline.start('alerting');
  cleanUp(() => alerting.stop());
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
    await eventually(async () => expect((await told('hooked'))[0]?.last_reason).toMatch(/500/));
    // The wait for the next try is over.
    await pipeline.database.rows(
      `UPDATE notifications SET due_at = clock_timestamp() WHERE receiver = 'hook'`,
    );
    await eventually(async () =>
      expect(await told('hooked')).toMatchObject([{ receiver: 'hook', state: 'delivered' }]),
    );
    expect(hooks).toHaveLength(2);
    expect(hooks[0]?.headers['webhook-id']).toBe(hooks[1]?.headers['webhook-id']);
    for (const hook of hooks) expect(hook.headers['webhook-signature']).toBe(signatureOf(hook));
    expect(JSON.parse(hooks[1]!.body)).toMatchObject({ type: 'incident.open', data: { family: 'hooked' } });
  });

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

  it('is taken up from a changed file, and a broken file changes nothing; what a receiver is owed that left goes elsewhere', async () => {
    const replace = async (text: string): Promise<void> => {
      await writeFile(`${routingFile}.new`, text);
      await rename(`${routingFile}.new`, routingFile);
    };
    await send('left-told');
    await eventually(async () => expect(await told('left-told')).toMatchObject([{ state: 'delivered' }]));
    await pipeline.database.rows(
      `UPDATE lanes SET open_at = clock_timestamp() + interval '1 day' WHERE receiver = 'leaving'`,
    );
    await send('left-untold');
    await send('left-told');
    await eventually(async () => expect(await told('left-untold')).toMatchObject([{ state: 'pending' }]));
    await replace('route: [');
    await send('after-broken');
    await eventually(async () => expect(await told('after-broken')).toMatchObject([{ receiver: 'soc' }]));
    await replace(routing(`    - { matchers: ['family=~"changed.*"'], receiver: manager }`, ''));
    let attempt = 0;
    await eventually(async () => {
      attempt += 1;
      await send(`changed-${attempt}`);
      await eventually(async () => expect(await told(`changed-${attempt}`)).toHaveLength(1));
      expect(await told(`changed-${attempt}`)).toMatchObject([{ receiver: 'manager' }]);
    });
    await pipeline.database.rows(`UPDATE notifications SET due_at = '2020-01-01' WHERE receiver = 'leaving'`);
    await eventually(
      async () =>
        expect(await told('left-untold')).toMatchObject([
          {
            ...{ receiver: 'leaving', state: 'skipped' },
            last_reason:
              'the routing has no leaving over slack any more: the incident goes where the routing leads now',
          },
          { receiver: 'soc', state: 'delivered' },
        ]),
      { deadlineMs: 20_000 },
    );
    expect(await told('left-told')).toMatchObject([
      { receiver: 'leaving', state: 'failed', last_reason: expect.stringMatching(/hears no more$/) },
    ]);
  });
});

describe('a lane', () => {
  const closeLane = (seconds: number): Promise<unknown> =>
    pipeline.database.rows(
      `UPDATE lanes SET open_at = clock_timestamp() + make_interval(secs => $1) WHERE receiver = 'soc'`,
      [seconds],
    );
  const isWaiting = (family: string): Promise<void> =>
    eventually(async () => expect(await told(family)).toMatchObject([{ state: 'pending' }]));
  const taken = async (): Promise<string[]> =>
    (await pipeline.received()).slack.flatMap(({ method, body }) => {
      const [, family] = /lane-(\w+) worked/.exec(JSON.stringify(body)) ?? [];
      return family === undefined ? [] : [`${method} ${family}`];
    });

  it('takes first messages before edits, and the most severe of them before the rest', async () => {
    await send('lane-known');
    await eventually(async () => expect(await taken()).toHaveLength(1));
    await closeLane(600);
    await send('lane-known');
    for (const severity of ['low', 'medium', 'critical'] as const) await send(`lane-${severity}`, severity);
    for (const family of ['known', 'low', 'medium', 'critical']) await isWaiting(`lane-${family}`);
    await pipeline.database.rows(
      `UPDATE notifications SET due_at = '2020-01-01' WHERE state = 'pending' AND delivered_revision > 0`,
    );
    // Not sooner than Slack takes another message.
    await closeLane(1.1);
    await eventually(async () => expect(await taken()).toHaveLength(5));
    expect((await taken()).slice(1)).toEqual([
      'chat.postMessage critical',
      'chat.postMessage medium',
      'chat.postMessage low',
      'chat.update known',
    ]);
  });
});
