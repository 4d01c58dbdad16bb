import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { routingByFamily } from '../support/faults/fault-routing.js';
import { holdLock } from '../support/faults/hold-lock.js';
import { judge, nothingWrong } from '../support/faults/judge.js';
import {
  type Ledger,
  emptyLedger,
  plant,
  plantModel,
  plantedFinding,
} from '../support/faults/planted-findings.js';
import { setFault } from '../support/faults/sandbox-state.js';
import { type Pipeline, type ReceivedCall, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';

/** A lease lasts 30 s; what a dead process left is taken over within it and a turn of the lane. */
const takeOverMs = 45_000;

interface Scene {
  readonly pipeline: Pipeline;
  readonly sandboxUrl: string;
  readonly ledger: Ledger;
}
const running: SpawnedApp[] = [];
const stopped = new Set<number>();

async function createScene(families: readonly string[]): Promise<Scene> {
  const pipeline = await createPipeline({ ROUTING_FILE: await routingByFamily(families) });
  const { url: sandboxUrl } = await pipeline.startSandbox();
  await plantModel(pipeline);
  const ledger = emptyLedger();
  for (const family of families) ledger.mustHear.set(family, [family]);
  return { pipeline, sandboxUrl, ledger };
}

async function startAlerting({ pipeline }: Scene): Promise<SpawnedApp> {
  const alerting = await pipeline.start('alerting');
  running.push(alerting);
  return alerting;
}

afterEach(async () => {
  for (const alerting of running.splice(0)) {
    // A stopped process does not see the end of the test.
    if (stopped.delete(alerting.pid)) process.kill(alerting.pid, 'SIGCONT');
    await alerting.kill();
  }
});

const plantFamily = ({ pipeline, ledger }: Scene, family: string): Promise<void> =>
  plant(pipeline, ledger, [plantedFinding(family)]);

async function calls({ pipeline }: Scene, family: string, method: string): Promise<readonly ReceivedCall[]> {
  const { slack, pagerduty } = await pipeline.received();
  return [...slack, ...pagerduty].filter(
    (call) => call.method === method && JSON.stringify(call.body).includes(`${family} worked`),
  );
}

/** Waits until both services have met a call about a family. */
const untilCalled = (scene: Scene, family: string): Promise<void> =>
  eventually(
    async () => {
      expect(await calls(scene, family, 'chat.postMessage')).toHaveLength(1);
      expect(await calls(scene, family, 'enqueue')).toHaveLength(1);
    },
    { deadlineMs: 20_000 },
  );

interface State {
  readonly receiver: string;
  readonly channel: string;
  readonly state: string;
  readonly last_reason: string | null;
}

const statesOf = ({ pipeline }: Scene, family: string): Promise<State[]> =>
  pipeline.database.rows<State>(
    `SELECT receiver, channel, state, last_reason FROM notifications JOIN incidents USING (incident_id)
     WHERE family = $1 ORDER BY receiver, channel`,
    [family],
  );

const untilDelivered = (scene: Scene, family: string, deadlineMs: number): Promise<void> =>
  eventually(
    async () =>
      expect((await statesOf(scene, family)).map(({ state }) => state)).toEqual(['delivered', 'delivered']),
    { deadlineMs },
  );

async function outcomesOf({ pipeline }: Scene, family: string, channel: string): Promise<string[]> {
  const rows = await pipeline.database.rows<{ outcome: string }>(
    `SELECT a.outcome FROM delivery_attempts a JOIN notifications USING (notification_id)
       JOIN incidents USING (incident_id) WHERE family = $1 AND channel = $2 ORDER BY attempt`,
    [family, channel],
  );
  return rows.map(({ outcome }) => outcome);
}

/** Waits until so many statements of alerting stand at a lock. */
const untilWaiting = ({ pipeline }: Scene, statement: string, count: number): Promise<void> =>
  eventually(
    async () => {
      const waiting = await pipeline.database.rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND application_name = 'tunewarden-alerting' AND query LIKE $1`,
        [`%${statement}%`],
      );
      expect(waiting).toHaveLength(count);
    },
    { deadlineMs: 20_000 },
  );

const bothServices = ['slack', 'pagerduty'] as const;

describe('alerting', () => {
  it('killed before a send, between the 2xx and the commit, and after it: every message once', async () => {
    const scene = await createScene(['before', 'between', 'after']);
    const { pipeline, sandboxUrl, ledger } = scene;
    const doomed = await startAlerting(scene);
    await plantFamily(scene, 'after');
    await untilDelivered(scene, 'after', 20_000);
    for (const service of bothServices) {
      await setFault(sandboxUrl, { service, kind: 'hang', matching: 'before' });
      await setFault(sandboxUrl, { service, kind: 'latency', delayMs: 2_000, matching: 'between' });
    }
    await Promise.all(['before', 'between'].map((family) => plantFamily(scene, family)));
    await Promise.all(['before', 'between'].map((family) => untilCalled(scene, family)));
    // Held while the answer is on its way: the commit that follows it comes no further.
    const lock = await holdLock(
      pipeline.databaseUrl,
      `SELECT FROM notifications JOIN incidents USING (incident_id)
       WHERE family = 'between' FOR UPDATE OF notifications`,
    );
    await untilWaiting(scene, 'UPDATE notifications SET', 2);
    await doomed.kill('SIGKILL');
    await lock.release();

    const killedAt = performance.now();
    await startAlerting(scene);
    for (const family of ['before', 'between']) await untilDelivered(scene, family, takeOverMs);
    const seconds = ((performance.now() - killedAt) / 1_000).toFixed(1);
    process.stdout.write(`recovery: delivered ${seconds} s after kill -9\n`);

    for (const channel of bothServices) {
      expect(await outcomesOf(scene, 'before', channel)).toEqual(['started', 'accepted']);
      expect(await outcomesOf(scene, 'between', channel)).toEqual(['started', 'accepted']);
      expect(await outcomesOf(scene, 'after', channel)).toEqual(['accepted']);
    }
    expect(await calls(scene, 'between', 'chat.postMessage')).toHaveLength(1);
    expect(await judge(pipeline, ledger, { sandboxUrl, label: 'kill -9' })).toEqual(nothingWrong);
  }, 150_000);

  it('paused before and during a send while another one runs: every message once', async () => {
    const scene = await createScene(['still', 'midway']);
    const { pipeline, sandboxUrl, ledger } = scene;
    const paused = await startAlerting(scene);
    for (const service of bothServices) {
      await setFault(sandboxUrl, { service, kind: 'hang-although-posted', matching: 'midway' });
    }
    await plantFamily(scene, 'midway');
    await untilCalled(scene, 'midway');
    const lock = await holdLock(pipeline.databaseUrl, 'LOCK TABLE delivery_attempts IN SHARE MODE');
    await plantFamily(scene, 'still');
    await untilWaiting(scene, 'INSERT INTO delivery_attempts', 2);
    process.kill(paused.pid, 'SIGSTOP');
    stopped.add(paused.pid);
    await lock.release();

    await startAlerting(scene);
    await untilDelivered(scene, 'still', takeOverMs);
    await untilDelivered(scene, 'midway', takeOverMs);
    process.kill(paused.pid, 'SIGCONT');
    // It comes back with what it had in hand, and finds that all of it was taken over.
    await eventually(() => expect(left(paused)).toEqual({ unsent: 2, unsettled: 2 }), { deadlineMs: 30_000 });
    expect(await calls(scene, 'midway', 'chat.postMessage')).toHaveLength(1);
    expect(await judge(pipeline, ledger, { sandboxUrl, label: 'SIGSTOP' })).toEqual(nothingWrong);
  }, 150_000);
});

/** What a process left to others, by its log. */
function left(alerting: SpawnedApp): { unsent: number; unsettled: number } {
  const lines = alerting.logs().split('\n');
  const count = (text: string): number => lines.filter((line) => line.includes(text)).length;
  return {
    unsent: count('a lease was nearly over before the send'),
    unsettled: count('another worker took a notification over'),
  };
}

/**
 * What Slack may answer, and how often the message is posted until it stands. No family's name is a part of another's:
 * faults are met by name.
 */
const slackFaults = [
  { family: 'limited', fault: { kind: '429', retryAfterSeconds: 8 }, posts: 2 },
  { family: 'untimed', fault: { kind: '429-without-header' }, posts: 2 },
  { family: 'servererror', fault: { kind: '500' }, posts: 2 },
  { family: 'internal', fault: { kind: 'ok-false' }, posts: 2 },
  { family: 'posterror', fault: { kind: 'error-although-posted' }, posts: 1 },
  { family: 'proxypage', fault: { kind: 'html' }, posts: 2 },
  { family: 'hanging', fault: { kind: 'hang' }, posts: 2 },
  { family: 'posthang', fault: { kind: 'hang-although-posted' }, posts: 1 },
  { family: 'slammed', fault: { kind: 'reset' }, posts: 2 },
  { family: 'postslam', fault: { kind: 'reset-although-posted' }, posts: 1 },
  { family: 'cutoff', fault: { kind: 'reset-mid-body' }, posts: 2 },
] as const;
const slackRefusals = [
  { family: 'gone', fault: { kind: '410' }, reason: 'HTTP 410' },
  { family: 'nochannel', fault: { kind: 'error', error: 'channel_not_found' }, reason: 'channel_not_found' },
  { family: 'archived', fault: { kind: 'error', error: 'is_archived' }, reason: 'is_archived' },
  { family: 'badtoken', fault: { kind: 'error', error: 'invalid_auth' }, reason: 'invalid_auth' },
] as const;
const pagerDutyFaults = ['429', '503', 'html', 'reset-although-posted', 'hang-although-posted'] as const;
const pageFamily = (kind: string): string => `page${kind.replaceAll('-', '')}`;

describe('every answer that Slack and PagerDuty may give', () => {
  it('ends in one message each, or in the fallback with the reason', async () => {
    const families = [
      ...[...slackFaults, ...slackRefusals].map(({ family }) => family),
      ...[...pagerDutyFaults, '400'].map(pageFamily),
    ];
    const scene = await createScene(families);
    const { pipeline, sandboxUrl, ledger } = scene;
    for (const { family, fault } of [...slackFaults, ...slackRefusals]) {
      await setFault(sandboxUrl, { service: 'slack', matching: family, ...fault });
    }
    for (const kind of [...pagerDutyFaults, '400']) {
      await setFault(sandboxUrl, { service: 'pagerduty', kind, matching: pageFamily(kind) });
    }
    for (const { family } of slackRefusals) ledger.mustHear.set(family, ['rest']);
    ledger.mustHear.set(pageFamily('400'), ['rest']);
    await startAlerting(scene);
    await Promise.all(families.map((family) => plantFamily(scene, family)));
    await nobodyCallsDuringAPause(scene);

    for (const { family, posts } of slackFaults) {
      await untilDelivered(scene, family, 100_000);
      expect([family, await calls(scene, family, 'chat.postMessage')]).toMatchObject([
        family,
        { length: posts },
      ]);
    }
    for (const kind of pagerDutyFaults) await untilDelivered(scene, pageFamily(kind), 100_000);
    for (const { family, reason } of slackRefusals) {
      await eventually(async () =>
        expect(await statesOf(scene, family)).toEqual([
          { receiver: family, channel: 'pagerduty', state: 'delivered', last_reason: null },
          { receiver: family, channel: 'slack', state: 'failed', last_reason: reason },
          { receiver: 'rest', channel: 'pagerduty', state: 'delivered', last_reason: null },
          { receiver: 'rest', channel: 'slack', state: 'delivered', last_reason: null },
        ]),
      );
    }
    await eventually(async () =>
      expect(await statesOf(scene, pageFamily('400'))).toMatchObject([
        { channel: 'pagerduty', state: 'failed', last_reason: 'HTTP 400: sandbox fault' },
        { channel: 'slack', state: 'delivered' },
        { receiver: 'rest', state: 'delivered' },
        { receiver: 'rest', state: 'delivered' },
      ]),
    );
    expect(await judge(pipeline, ledger, { sandboxUrl, label: 'answers' })).toEqual(nothingWrong);
  }, 180_000);
});

/** What comes to a channel after a 429 waits for its end, as what met it does. */
async function nobodyCallsDuringAPause(scene: Scene): Promise<void> {
  scene.ledger.mustHear.set('limited-next', ['limited']);
  await untilCalled(scene, 'limited');
  await plantFamily(scene, 'limited-next');
  await untilDelivered(scene, 'limited-next', 40_000);
  const { slack } = await scene.pipeline.received();
  const [refused, ...later] = slack.filter(({ body }) => body['channel'] === 'C0LIMITED');
  expect(refused?.status).toBe(429);
  const first = Math.min(...later.map(({ at }) => Date.parse(at)));
  expect(first - Date.parse(refused!.at)).toBeGreaterThanOrEqual(8_000);
}
