import { randomUUID } from 'node:crypto';
import { type AttackFinding, attackFingerprint } from '#contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { sandboxState, setFault } from '../support/faults/sandbox-state.js';
import { type Pipeline, type ReceivedCall, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';

let pipeline: Pipeline;
let alerting: SpawnedApp;
let sandboxUrl: string;

beforeAll(async () => {
  pipeline = await createPipeline();
  sandboxUrl = (await pipeline.startSandbox()).url;
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'm', '1', 'tuned')`,
  );
  alerting = await pipeline.start('alerting');
}, 60_000);
afterAll(() => alerting.stop());

function finding(family: string, more: Partial<AttackFinding> = {}): AttackFinding {
  return {
    kind: 'attack',
    findingId: randomUUID(),
    tenant: 'default',
    model: { key: 1, id: 'm', version: '1' },
    severity: 'medium',
    fingerprint: attackFingerprint({ tenant: 'default', id: 'm', version: '1' }, family),
    title: `${family} worked`,
    reason: 'because',
    occurredAtMs: Date.now(),
    family,
    outcome: 'complied',
    evidenceIds: [],
    ...more,
  };
}

const send = (findings: readonly AttackFinding[]): Promise<void> =>
  pipeline.producer.send(
    pipeline.topics.findings,
    findings.map((one) => ({ key: one.fingerprint, value: JSON.stringify(one) })),
  );

interface Told {
  readonly channel: string;
  readonly state: string;
  readonly finding_count: string;
  readonly last_reason: string | null;
}

/** What channels were told about a family's incidents. */
const told = (family: string): Promise<Told[]> =>
  pipeline.database.rows<Told>(
    `SELECT channel, state, finding_count, last_reason FROM incidents JOIN notifications USING (incident_id)
     WHERE family = $1 ORDER BY channel`,
    [family],
  );

const isTold = (family: string, deadlineMs = 30_000): Promise<void> =>
  eventually(async () => expect((await told(family)).map(({ state }) => state)).toContain('delivered'), {
    deadlineMs,
  });

/** Slack calls whose message names the family. */
async function slackCalls(family: string, method: string): Promise<ReceivedCall[]> {
  const { slack } = await pipeline.received();
  return slack.filter(
    (call) => call.method === method && JSON.stringify(call.body).includes(`${family} worked`),
  );
}

/** How many messages about the family stand in the channel, and no thread, of the sandbox's Slack. */
async function messagesInChannel(family: string): Promise<number> {
  const { slack } = await sandboxState(sandboxUrl);
  return slack.filter(({ body }) => body.text?.includes(`${family} worked`)).length;
}

describe('a finding', () => {
  it('becomes one incident and one message, however often it is delivered', async () => {
    const one = finding('repeated');
    await send([one, one]);
    await isTold('repeated');
    await send([one]);
    await send([finding('marker')]);
    await isTold('marker');
    expect(await told('repeated')).toMatchObject([{ channel: 'slack', finding_count: '1' }]);
    expect(await messagesInChannel('repeated')).toBe(1);
    expect(await slackCalls('repeated', 'chat.update')).toHaveLength(0);
  });

  it('pages from high on, once, and again only when it gets worse', async () => {
    const calls = async () => {
      const { pagerduty } = await pipeline.received();
      return pagerduty.filter((call) => JSON.stringify(call.body).includes('paged worked'));
    };
    await send([finding('paged')]);
    await isTold('paged');
    expect(await calls()).toHaveLength(0);
    await send([finding('paged', { severity: 'high' }), finding('paged', { severity: 'high' })]);
    await eventually(async () => expect(await calls()).toHaveLength(1));
    expect((await calls())[0]).toMatchObject({ status: 202, body: { event_action: 'trigger' } });
  });

  it('of a storm of 500 of one cause is one incident, one post and few edits', async () => {
    await send(Array.from({ length: 500 }, () => finding('storm')));
    await eventually(
      async () => expect(await told('storm')).toMatchObject([{ state: 'delivered', finding_count: '500' }]),
      {
        deadlineMs: 60_000,
      },
    );
    expect(await messagesInChannel('storm')).toBe(1);
    expect((await slackCalls('storm', 'chat.update')).length).toBeLessThan(10);
  }, 90_000);
});

describe('a record that is no finding', () => {
  it('is an incident of its own, and keeps no finding from being told', async () => {
    const { fingerprint, ...more } = finding('behind-it');
    const records = [
      '{',
      JSON.stringify({ ...more, fingerprint, kind: 'of tomorrow' }),
      JSON.stringify({ ...more, fingerprint }),
    ];
    await pipeline.producer.send(
      pipeline.topics.findings,
      records.map((value) => ({ key: fingerprint, value })),
    );
    await isTold('behind-it');
    await eventually(async () =>
      expect(await told('unreadable-finding')).toMatchObject([
        { channel: 'pagerduty', state: 'delivered', finding_count: '2' },
        { channel: 'slack', finding_count: '2' },
      ]),
    );
  });
});

describe('a storm of 50 causes', () => {
  interface Row {
    readonly family: string;
    readonly state: string;
    readonly digest_id: string | null;
    readonly last_reason: string | null;
    readonly action: string | null;
    readonly finished_at: Date | null;
  }
  const ledger = (): Promise<Row[]> =>
    pipeline.database.rows<Row>(
      `SELECT family, n.state, digest_id, last_reason, a.action, a.finished_at
       FROM incidents JOIN notifications n USING (incident_id) LEFT JOIN delivery_attempts a USING (notification_id)
       WHERE family LIKE 'many-%' AND channel = 'slack' ORDER BY number, a.attempt`,
    );
  const messageOf = async (deliveryId: string | null) =>
    (await sandboxState(sandboxUrl)).slack.find(
      ({ body }) => body.metadata?.event_payload?.delivery_id === deliveryId,
    );

  it('is told by a digest, a row of the ledger each; what gets worse is told by itself', async () => {
    const causes = Array.from({ length: 50 }, (_, number) => finding(`many-${number}`));
    await send(causes.slice(0, 25));
    await eventually(async () =>
      expect((await ledger()).map(({ last_reason: reason }) => reason)).toContain('in a digest'),
    );
    // They join the digest that is there.
    await send(causes.slice(25));
    await eventually(
      async () => {
        const rows = await ledger();
        expect(rows).toHaveLength(50);
        expect(rows.filter(({ state }) => state !== 'delivered')).toEqual([]);
      },
      { deadlineMs: 60_000 },
    );
    const rows = await ledger();
    const together = rows.filter(({ digest_id: id }) => id !== null);
    const lastOf = (some: readonly Row[]): number =>
      Math.max(...some.map(({ finished_at: at }) => at?.getTime() ?? 0));
    expect(lastOf(together)).toBeLessThan(lastOf(rows.filter(({ action }) => action === 'post')));
    expect(together.length).toBeGreaterThan(15);
    for (const row of together) expect(row).toMatchObject({ last_reason: 'in a digest', action: 'digest' });
    const [{ family, digest_id: digestId }, other] = together as [Row, Row];
    expect((await messageOf(digestId))?.body.text).toMatch(/^\d+ incidents told together: \d+ medium$/);

    await send([finding(other.family), finding(family, { severity: 'critical' })]);
    await eventually(async () => expect(await slackCalls(family, 'chat.postMessage')).toHaveLength(1));
    await eventually(async () => expect((await messageOf(digestId))?.edits).toBeGreaterThan(0));
    expect(await slackCalls(other.family, 'chat.postMessage')).toHaveLength(0);
    expect((await ledger()).filter((row) => row.family === other.family)).toMatchObject([
      { state: 'delivered', digest_id: digestId },
    ]);
  }, 120_000);
});

describe('Slack in trouble', () => {
  it('is asked again only after the time that it names', async () => {
    await setFault(sandboxUrl, { service: 'slack', kind: '429', times: 1 });
    await send([finding('limited')]);
    await isTold('limited');
    const [refused, taken] = await slackCalls('limited', 'chat.postMessage');
    expect([refused?.status, taken?.status]).toEqual([429, 200]);
    expect(Date.parse(taken!.at) - Date.parse(refused!.at)).toBeGreaterThanOrEqual(3_000);
  });

  it('gets no second message where it said "error" although it had posted', async () => {
    await setFault(sandboxUrl, { service: 'slack', kind: 'error-although-posted', times: 1 });
    await send([finding('unclear')]);
    await isTold('unclear', 60_000);
    expect(await messagesInChannel('unclear')).toBe(1);
    expect(await slackCalls('unclear', 'chat.postMessage')).toHaveLength(1);
  }, 90_000);

  it('gets no second message from a process that was killed after the post and before it knew', async () => {
    await setFault(sandboxUrl, { service: 'slack', kind: 'hang-although-posted', times: 1 });
    await send([finding('killed')]);
    await eventually(async () => expect(await slackCalls('killed', 'chat.postMessage')).toHaveLength(1), {
      deadlineMs: 20_000,
    });
    await alerting.kill('SIGKILL');
    alerting = await pipeline.start('alerting');
    await isTold('killed', 60_000);
    expect(await messagesInChannel('killed')).toBe(1);
    const attempts = await pipeline.database.rows<{ outcome: string }>(
      `SELECT delivery_attempts.outcome FROM delivery_attempts JOIN notifications USING (notification_id)
         JOIN incidents USING (incident_id) WHERE family = 'killed' ORDER BY attempt`,
    );
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['started', 'accepted']);
  }, 120_000);

  it('that refuses for good leaves a notification that says why, and PagerDuty is told instead', async () => {
    await send([finding('refused', { title: 'refused worked' })]);
    await isTold('refused');
    await pipeline.database.rows(
      `UPDATE notifications SET provider_ref = '{"channel": "nowhere", "ts": "1"}'
       WHERE incident_id = (SELECT incident_id FROM incidents WHERE family = 'refused')`,
    );
    await send([finding('refused', { title: 'refused worked' })]);
    await eventually(
      async () =>
        expect(await told('refused')).toMatchObject([
          { channel: 'pagerduty', state: 'delivered' },
          { channel: 'slack', state: 'failed', last_reason: 'channel_not_found' },
        ]),
      { deadlineMs: 20_000 },
    );
  });
});
