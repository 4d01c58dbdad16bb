import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AlertingInstallation, startAlerting } from '../support/alerting-installation.js';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type SandboxState, sandboxState, setFault } from '../support/faults/sandbox-state.js';
import { routingKeys } from '../support/run-pipeline.js';

const [oldKey, newKey] = routingKeys;
const routing = (keyFile: string): string => `
route:
  receiver: on-call
  routes:
    - { matchers: ['family="unreachable"'], receiver: broken }
    - { matchers: ['family="moves"', 'severity="low"'], receiver: soc }
receivers:
  - { name: on-call, pagerduty: { routing_key: { file: '${keyFile}' } }, fallback: soc }
  - { name: soc, slack: { token: { env: SLACK_BOT_TOKEN }, channel: C0SANDBOX } }
  - { name: broken, slack: { token: { env: SLACK_BOT_TOKEN }, channel: nowhere }, fallback: on-call }
`;

let here: AlertingInstallation;
let keyFile: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-pagerduty-'));
  cleanUp(() => rm(folder, { recursive: true }));
  keyFile = join(folder, 'key');
  await writeFile(keyFile, oldKey);
  await writeFile(join(folder, 'routing.yaml'), routing(keyFile));
  here = await startAlerting({ ROUTING_FILE: join(folder, 'routing.yaml') });
}, 60_000);

/** Replaces what the key's file lists, as whoever rotates it does. */
async function rotate(...keys: readonly string[]): Promise<void> {
  await writeFile(`${keyFile}.new`, keys.join('\n'));
  await rename(`${keyFile}.new`, keyFile);
}

const act = async (id: string, action: string, body: object = {}): Promise<void> =>
  expect((await here.call(`incidents/${id}/${action}`, body)).status).toBe(200);
const close = (id: string): Promise<void> => act(id, 'close', { verdict: 'benign-positive' });

/** What PagerDuty was told of an incident, in order, and answered. */
async function told(id: string): Promise<unknown[]> {
  const { pagerduty } = await here.pipeline.received();
  return pagerduty
    .filter(({ body }) => body['dedup_key'] === id)
    .map(({ body, status }) => [body['event_action'], status]);
}

/** The pages that stand in PagerDuty for an incident. */
const pagesOf = async (id: string): Promise<SandboxState['pagerduty'][number][]> =>
  (await sandboxState(here.pipeline.sandboxUrl)).pagerduty.filter(({ dedupKey }) => dedupKey === id);
const becomes = (id: string, wanted: readonly object[]): Promise<void> =>
  eventually(async () => expect(await pagesOf(id)).toMatchObject(wanted));

interface Row {
  readonly receiver: string;
  readonly channel: string;
  readonly state: string;
  readonly last_reason: string | null;
  readonly provider_ref: object | null;
}
const rowsOf = (id: string): Promise<Row[]> =>
  here.pipeline.database.rows<Row>(
    `SELECT receiver, channel, state, last_reason, provider_ref FROM notifications
     WHERE incident_id = $1 ORDER BY receiver, channel`,
    [id],
  );
const ledgerOf = (id: string) =>
  here.read<{ answer: string; deliveries: { attempts: object[] }[] }>(`incidents/${id}/deliveries`);
const ledgerSays = async (id: string, answer: RegExp): Promise<void> =>
  expect((await ledgerOf(id)).answer).toMatch(answer);
const isRefused = (id: string): Promise<void> =>
  eventually(async () => expect(await told(id)).toEqual([['trigger', 503]]));
/** The wait for the next try is over. */
const isDue = (id: string): Promise<unknown> =>
  here.pipeline.database.rows(
    `UPDATE notifications SET due_at = clock_timestamp(), rest_until = NULL WHERE incident_id = $1`,
    [id],
  );
const fail = (family: string, fault: object): Promise<void> =>
  setFault(here.pipeline.sandboxUrl, { service: 'pagerduty', matching: `${family} worked`, ...fault });

describe('the events of one page', () => {
  it('stay in order: what happens while one is on its way follows it', async () => {
    await fail('slow', { kind: 'latency', delayMs: 2_000 });
    const id = await here.opened('slow', 'high');
    await eventually(async () => expect(await told(id)).toHaveLength(1));
    await close(id);
    await eventually(async () =>
      expect(await told(id)).toEqual([
        ['trigger', 202],
        ['resolve', 202],
      ]),
    );
    expect(await pagesOf(id)).toMatchObject([{ status: 'resolved' }]);
  });

  it('collapse where all of them waited: what was over before PagerDuty took it is not told', async () => {
    await fail('brief', { kind: '503' });
    const id = await here.opened('brief', 'high');
    await isRefused(id);
    await close(id);
    await isDue(id);
    await eventually(async () =>
      expect(await rowsOf(id)).toMatchObject([
        { state: 'skipped', last_reason: 'it was over before this receiver was told' },
      ]),
    );
    expect(await told(id)).toEqual([['trigger', 503]]);
  });

  it('begin another page when the incident comes back', async () => {
    const id = await here.opened('returns', 'high');
    await becomes(id, [{ status: 'triggered', opened: 1 }]);
    await close(id);
    await becomes(id, [{ status: 'resolved', opened: 1 }]);
    await act(id, 'reopen');
    await becomes(id, [{ status: 'triggered', opened: 2 }]);
  });

  it('are given up after 24 hours, visibly, and the fallback is told', async () => {
    await fail('endless', { kind: '503', times: 2 });
    const id = await here.opened('endless', 'high');
    await isRefused(id);
    await here.pipeline.database.rows(
      `UPDATE delivery_attempts SET started_at = started_at - interval '25 hours'
       WHERE notification_id IN (SELECT notification_id FROM notifications WHERE incident_id = $1)`,
      [id],
    );
    await isDue(id);
    await eventually(async () =>
      expect(await rowsOf(id)).toMatchObject([
        { receiver: 'on-call', state: 'failed', last_reason: expect.stringMatching(/^HTTP 503/) },
        { receiver: 'soc', channel: 'slack', state: 'delivered' },
      ]),
    );
    await ledgerSays(id, /on-call over pagerduty was told nothing; given up after 2 attempts: HTTP 503/);
  });
});

describe('a page is acknowledged and ended', () => {
  it('with a fallback, and with a receiver that no route leads to any more', async () => {
    const unreachable = await here.opened('unreachable');
    const moves = await here.opened('moves');
    for (const id of [unreachable, moves]) await becomes(id, [{ status: 'triggered' }]);
    // What was given up to on-call before is past: it has taken messages since.
    expect(await here.read('status')).toMatchObject({
      deliveries: {
        refusals: [
          { receiver: 'broken', channel: 'slack', reason: 'channel_not_found', messages: 1, isGivenUp: true },
        ],
      },
    });
    await act(moves, 'severity', { severity: 'low' });
    for (const id of [unreachable, moves]) {
      await act(id, 'acknowledge');
      await becomes(id, [{ status: 'acknowledged' }]);
      await close(id);
      await becomes(id, [{ status: 'resolved' }]);
    }
  });

  it('with the key that opened it, whatever its receiver’s key is by now; new pages have the new one', async () => {
    const before = await here.opened('before-rotation');
    await becomes(before, [{ integration: 1, status: 'triggered' }]);
    await rotate(newKey, oldKey);
    const after = await here.opened('after-rotation');
    await becomes(after, [{ integration: 2, status: 'triggered' }]);
    await act(before, 'acknowledge');
    await becomes(before, [{ integration: 1, status: 'acknowledged' }]);
    await close(before);
    await becomes(before, [{ integration: 1, status: 'resolved' }]);
    await act(before, 'reopen');
    await becomes(before, [
      { integration: 1, status: 'resolved' },
      { integration: 2, status: 'triggered' },
    ]);
    await rotate(oldKey);
  });

  it('with the key of a trigger that nobody knows to have arrived', async () => {
    await fail('unanswered', { kind: 'reset-although-posted' });
    const id = await here.opened('unanswered', 'high');
    await becomes(id, [{ integration: 1, status: 'triggered' }]);
    await eventually(async () =>
      expect(await rowsOf(id)).toMatchObject([{ last_reason: expect.stringMatching(/^ambiguous/) }]),
    );
    await rotate(newKey, oldKey);
    await isDue(id);
    await eventually(async () => expect(await rowsOf(id)).toMatchObject([{ state: 'delivered' }]));
    expect(await pagesOf(id)).toMatchObject([{ integration: 1, status: 'triggered', opened: 1 }]);
    await close(id);
    await becomes(id, [{ integration: 1, status: 'resolved' }]);
    await rotate(oldKey);
  });

  it('by nobody whose key is lost: the ledger says what to do, and it ends once the key is back', async () => {
    const id = await here.opened('key-lost');
    await becomes(id, [{ integration: 1, status: 'triggered' }]);
    const [row] = await rowsOf(id);
    expect(JSON.stringify(row)).not.toContain(oldKey);
    await rotate(newKey);
    await close(id);
    const lost = /^the key in file .*key that its page was opened with is not there any more: list it there/;
    await eventually(async () =>
      expect(await rowsOf(id)).toMatchObject([
        { receiver: 'on-call', state: 'pending', last_reason: expect.stringMatching(lost) },
      ]),
    );
    await ledgerSays(id, /end the page in PagerDuty/);
    expect(await pagesOf(id)).toMatchObject([{ integration: 1, status: 'triggered' }]);
    await rotate(newKey, oldKey);
    await isDue(id);
    await becomes(id, [{ integration: 1, status: 'resolved' }]);
  });

  it('elsewhere where PagerDuty takes the key no more, since a duplicate beats a miss', async () => {
    await rotate(oldKey);
    const id = await here.opened('key-revoked', 'medium');
    await becomes(id, [{ integration: 1, status: 'triggered' }]);
    await rotate(newKey, oldKey);
    await fail('key-revoked', { kind: '400' });
    await here.send('key-revoked', 'critical');
    await becomes(id, [
      { integration: 1, status: 'triggered' },
      { integration: 2, status: 'triggered' },
    ]);
    await close(id);
    await becomes(id, [{ integration: 1 }, { integration: 2, status: 'resolved' }]);
    const reason = expect.stringMatching(/^another page was opened/);
    const anew = expect.objectContaining({ outcome: 'accepted', reason });
    expect((await ledgerOf(id)).deliveries[0]?.attempts).toContainEqual(anew);
  });
});

it('no key and no token stands in a log or in what the API answers', async () => {
  const id = await here.opened('quoted', 'high');
  await becomes(id, [{ status: 'triggered' }]);
  const paths = ['status', 'receivers', 'routing', `incidents/${id}`, `incidents/${id}/deliveries`];
  const answers = await Promise.all(paths.map((path) => here.call(path).then((answer) => answer.text())));
  const said = [here.logs(), ...answers].join('\n');
  expect(said).toContain(keyFile);
  for (const secret of [oldKey, newKey, 'xoxb-sandbox']) expect(said).not.toContain(secret);
});
