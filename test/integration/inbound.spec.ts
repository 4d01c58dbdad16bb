import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AlertingInstallation, startAlerting } from '../support/alerting-installation.js';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { holdLock } from '../support/faults/hold-lock.js';
import {
  type Click,
  type PagerDutyDeed,
  click as clickBySlack,
  pagerDutySecret,
  sendPagerDutyEvent,
  slackSecret,
} from '../support/inbound-calls.js';

let here: AlertingInstallation;
let answerUrl: string;
let secretFile: string;
/** What was said to who clicked. */
const answers: string[] = [];

beforeAll(async () => {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      answers.push((JSON.parse(body) as { text: string }).text);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())));
  answerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer`;
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-inbound-'));
  cleanUp(() => rm(folder, { recursive: true }));
  secretFile = join(folder, 'secret');
  await writeFile(secretFile, pagerDutySecret);
  here = await startAlerting({
    SLACK_SIGNING_SECRET: `old secret,${slackSecret}`,
    PAGERDUTY_WEBHOOK_SECRET_FILE: secretFile,
    SLACK_ANSWER_ORIGIN: new URL(answerUrl).origin,
    SLACK_BUTTONS: 'on',
    PAGERDUTY_AGREE_SECONDS: '1',
  });
  for (const account of [
    { provider: 'slack', externalId: 'UADA', who: 'ada', role: 'analyst' },
    { provider: 'slack', externalId: 'UVIC', who: 'vic', role: 'viewer' },
    { provider: 'pagerduty', externalId: 'PADA', who: 'ada', role: 'analyst' },
  ]) {
    expect((await here.call('linked-accounts', account)).status).toBe(200);
  }
}, 60_000);

const click = (what: Click, headers: Record<string, string> = {}): Promise<number> =>
  clickBySlack({ apiUrl: here.apiUrl, responseUrl: answerUrl }, what, headers);
const read = (id: string): Promise<Record<string, unknown>> =>
  here.read<Record<string, unknown>>(`incidents/${id}`);
const becomes = (id: string, wanted: object): Promise<void> =>
  eventually(async () => expect(await read(id)).toMatchObject(wanted));

describe('a click in Slack', () => {
  it('is what the linked person does, and the message shows it with a line in its thread', async () => {
    const id = await here.opened('clicked');
    await eventually(async () =>
      expect(await here.read(`incidents/${id}/deliveries`)).toMatchObject({
        answer: 'Told: default over slack',
      }),
    );
    expect(await click({ incidentId: id })).toBe(200);
    await becomes(id, { status: 'acknowledged', assignee: 'ada' });
    await click({ incidentId: id, action: 'close', choice: `${id} false-positive` });
    await becomes(id, { status: 'resolved', verdict: 'false-positive' });
    await click({ incidentId: id, action: 'reopen' });
    await becomes(id, { status: 'open', verdict: null });
    const rows = await here.pipeline.database.rows(
      `SELECT event, who, door FROM incident_timeline WHERE incident_id = $1 AND door = 'slack' ORDER BY entry_id`,
      [id],
    );
    expect(rows).toEqual(
      ['acknowledged', 'resolved', 'reopened'].map((event) => ({ event, who: 'ada', door: 'slack' })),
    );
    await eventually(async () => {
      const { slack } = await here.pipeline.received();
      const { number } = await read(id);
      const replies = slack.filter(
        ({ method, status, body }) =>
          method === 'chat.postMessage' &&
          status === 200 &&
          body['thread_ts'] !== undefined &&
          String(body['text']).startsWith(`INC-${String(number)}: `),
      );
      const said = replies.map(({ body }) => String(body['text'])).join(' ');
      for (const event of ['acknowledged', 'resolved', 'reopened']) expect(said.split(event)).toHaveLength(2);
    });
  });

  it('is answered before it is done: Slack waits three seconds for an answer', async () => {
    const id = await here.opened('clicked-while-busy');
    const lock = await holdLock(here.pipeline.databaseUrl, 'LOCK TABLE linked_accounts');
    expect(await click({ incidentId: id })).toBe(200);
    expect(await read(id)).toMatchObject({ status: 'open' });
    await lock.release();
    await becomes(id, { status: 'acknowledged', assignee: 'ada' });
  });

  it('that comes twice has one effect', async () => {
    const id = await here.opened('clicked-twice');
    const triggerId = randomUUID();
    await click({ incidentId: id, triggerId });
    await becomes(id, { status: 'acknowledged' });
    await here.call(`incidents/${id}/unacknowledge`, {});
    await click({ incidentId: id, triggerId });
    await click({ incidentId: id, action: 'silence-1h', triggerId: `${triggerId}-2` });
    await eventually(async () =>
      expect(await here.read('silences')).toMatchObject({ items: [{ author: 'ada' }] }),
    );
    expect(await read(id)).toMatchObject({ status: 'open' });
  });

  it('of somebody who is not linked, or may not, changes nothing, says so to them, and is audited', async () => {
    const id = await here.opened('clicked-by-others');
    answers.length = 0;
    await click({ incidentId: id, user: 'UEVE' });
    await eventually(async () => expect(answers).toEqual([expect.stringMatching(/not linked/)]));
    await click({ incidentId: id, user: 'UVIC' });
    await eventually(async () => expect(answers[1]).toMatch(/not act/));
    expect(await read(id)).toMatchObject({ status: 'open' });
    const audited = await here.pipeline.database.rows<{ who: string; outcome: string }>(
      `SELECT who, detail ->> 'outcome' AS outcome FROM audit_log WHERE subject = $1 ORDER BY entry_id`,
      [`incident:${id}`],
    );
    expect(audited).toEqual([
      { who: 'slack:UEVE', outcome: 'not linked' },
      { who: 'vic', outcome: 'forbidden' },
    ]);
  });

  it.each([
    ['another signature', { 'x-slack-signature': `v0=${'0'.repeat(64)}` }],
    ['another time', { 'x-slack-request-timestamp': '1531420618' }],
    ['no signature', { 'x-slack-signature': '' }],
  ])('with %s is refused', async (_what, headers) => {
    expect(await click({ incidentId: randomUUID() }, headers)).toBe(401);
  });

  it.each([301, -301])('that Slack signed %d s ago is refused', async (secondsAgo) => {
    expect(await click({ incidentId: randomUUID(), secondsAgo })).toBe(401);
  });
});

describe('an event of PagerDuty', () => {
  const send = (deed: PagerDutyDeed): Promise<unknown> => sendPagerDutyEvent(here.apiUrl, deed);
  const actionsAtPagerDuty = async (id: string): Promise<unknown[]> =>
    (await here.pipeline.received()).pagerduty
      .filter(({ body }) => body['dedup_key'] === id)
      .map(({ body }) => body['event_action']);

  it('is what the linked person does, and is not sent back', async () => {
    const id = await here.opened('paged', 'high');
    await eventually(async () => expect(await actionsAtPagerDuty(id)).toEqual(['trigger']));
    expect(await send({ type: 'incident.acknowledged', incidentId: id })).toBe('done');
    expect(await read(id)).toMatchObject({ status: 'acknowledged', assignee: 'ada' });
    const note = {
      content: 'looking\nat it',
      incident: { id: `Q${id.slice(0, 8)}`, type: 'incident_reference' },
    };
    expect(await send({ type: 'incident.annotated', incidentId: id, data: note })).toBe('done');
    expect(await send({ type: 'incident.resolved', incidentId: id })).toBe('done');
    expect(await read(id)).toMatchObject({ status: 'resolved', verdict: null });
    await here.call(`incidents/${id}/reopen`, {});
    await eventually(async () => expect(await actionsAtPagerDuty(id)).toEqual(['trigger', 'trigger']));
  });

  it('that says how it stands there is believed: an end is told again until PagerDuty agrees', async () => {
    const id = await here.opened('unagreed', 'high');
    await eventually(async () => expect(await actionsAtPagerDuty(id)).toEqual(['trigger']));
    const echo = { id: 'PINT', type: 'events_api_v2_inbound_integration_reference' };
    expect(await send({ type: 'incident.triggered', incidentId: id, agent: echo })).toBe('echo');
    expect((await here.call(`incidents/${id}/close`, { verdict: 'false-positive' })).status).toBe(200);
    await eventually(
      async () =>
        expect((await actionsAtPagerDuty(id)).slice(0, 3)).toEqual(['trigger', 'resolve', 'resolve']),
      { deadlineMs: 30_000 },
    );
    expect(await send({ type: 'incident.resolved', incidentId: id, agent: echo })).toBe('echo');
    expect(await read(id)).toMatchObject({ status: 'resolved', verdict: 'false-positive' });
    const agreed = await here.pipeline.database.rows(
      `SELECT status FROM pagerduty_incidents WHERE incident_id = $1`,
      [id],
    );
    expect(agreed).toEqual([{ status: 'resolved' }]);
  }, 60_000);

  it('that is an echo, a repetition, not ours or of somebody unknown has no effect', async () => {
    const id = await here.opened('echoed', 'high');
    const echo = { id: 'PINT', type: 'events_api_v2_inbound_integration_reference' };
    expect(await send({ type: 'incident.resolved', incidentId: id, agent: echo })).toBe('echo');
    const eve = { id: 'PEVE', type: 'user_reference' };
    expect(await send({ type: 'incident.resolved', incidentId: id, agent: eve })).toBe('not linked');
    expect(await send({ type: 'incident.resolved', incidentId: randomUUID() })).toBe('not ours');
    const old = new Date(Date.now() - 49 * 3_600_000).toISOString();
    expect(await send({ type: 'incident.resolved', incidentId: id, occurredAt: old })).toBe('too old');
    const eventId = randomUUID();
    expect(await send({ id: eventId, type: 'incident.acknowledged', incidentId: id })).toBe('done');
    await here.call(`incidents/${id}/unacknowledge`, {});
    await send({ id: eventId, type: 'incident.acknowledged', incidentId: id });
    expect(await read(id)).toMatchObject({ status: 'open' });
  });

  it('is known by a secret that rotates without a restart; that there is none is a fault, and no refusal', async () => {
    const deed = { type: 'incident.acknowledged', incidentId: randomUUID() };
    await writeFile(secretFile, 'another secret');
    expect(await send(deed)).toBe(401);
    await writeFile(secretFile, '');
    expect(await send(deed)).toBe(500);
    await writeFile(secretFile, `another secret\n${pagerDutySecret}`);
    expect(await send(deed)).toBe('not ours');
  });

  it('without a signature of ours is refused', async () => {
    const answer = await fetch(`${here.apiUrl}/v1/inbound/pagerduty`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-pagerduty-signature': `v1=${'0'.repeat(64)}` },
      body: '{}',
    });
    expect(answer.status).toBe(401);
  });
});
