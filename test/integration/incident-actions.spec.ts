import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AlertingInstallation, startAlerting } from '../support/alerting-installation.js';
import { eventually } from '../support/eventually.js';
import { startCommand } from '../support/run-command.js';

let here: AlertingInstallation;

beforeAll(async () => {
  here = await startAlerting();
}, 60_000);

interface Incident {
  readonly id: string;
  readonly number: number;
  readonly version: string;
  readonly status: string;
  readonly severity: string;
  readonly assignee: string | null;
  readonly verdict: string | null;
  readonly findings: number;
  readonly mergedInto: string | null;
}

async function done(path: string, body: object = {}): Promise<Incident> {
  const answer = await here.call(path, body);
  const incident = (await answer.json()) as Incident;
  expect([answer.status, incident]).toEqual([200, expect.anything()]);
  return incident;
}

async function pagesOf(id: string): Promise<unknown[]> {
  const { pagerduty } = await here.pipeline.received();
  return pagerduty.filter(({ body }) => body['dedup_key'] === id).map(({ body }) => body['event_action']);
}

describe('an incident in the hands of people', () => {
  it('that gets worse after it was acknowledged pages all the same', async () => {
    const [quiet, paged] = [await here.opened('quiet'), await here.opened('loud', 'high')];
    await eventually(async () => expect(await pagesOf(paged)).toEqual(['trigger']));
    for (const id of [quiet, paged]) await done(`incidents/${id}/acknowledge`);
    await eventually(async () => expect(await pagesOf(paged)).toEqual(['trigger', 'acknowledge']));
    for (const family of ['quiet', 'loud']) await here.send(family, 'critical');
    await eventually(async () => expect(await pagesOf(quiet)).toEqual(['trigger']));
    await eventually(async () =>
      expect(await pagesOf(paged)).toEqual(['trigger', 'acknowledge', 'resolve', 'trigger']),
    );
  });

  it('is acknowledged by who looks at it, closed with a verdict, and PagerDuty follows', async () => {
    const id = await here.opened('handled', 'high');
    await eventually(async () => expect(await pagesOf(id)).toEqual(['trigger']));
    expect(await done(`incidents/${id}/acknowledge`)).toMatchObject({
      status: 'acknowledged',
      assignee: 'api-token',
    });
    await eventually(async () => expect(await pagesOf(id)).toEqual(['trigger', 'acknowledge']));
    expect(await done(`incidents/${id}/assign`, { assignee: 'ada' })).toMatchObject({ assignee: 'ada' });
    await done(`incidents/${id}/note`, { note: 'looks like the red team\nask bob' });
    const closed = { verdict: 'benign-positive', note: 'the red team' };
    expect(await done(`incidents/${id}/close`, closed)).toMatchObject({
      status: 'resolved',
      verdict: 'benign-positive',
    });
    await eventually(async () => expect(await pagesOf(id)).toEqual(['trigger', 'acknowledge', 'resolve']));
    const timeline = await here.pipeline.database.rows<{ event: string; who: string; door: string }>(
      `SELECT event, who, door FROM incident_timeline WHERE incident_id = $1 AND door = 'api' ORDER BY entry_id`,
      [id],
    );
    expect(timeline).toEqual(
      ['acknowledged', 'assigned', 'noted', 'resolved'].map((event) => ({
        event,
        who: 'api-token',
        door: 'api',
      })),
    );
    const audited = await here.pipeline.database.rows(`SELECT FROM audit_log WHERE subject = $1`, [
      `incident:${id}`,
    ]);
    expect(audited).toHaveLength(4);
  });

  it('keeps every verdict, and loses the last one when it comes back', async () => {
    const id = await here.opened('judged');
    await done(`incidents/${id}/close`, { verdict: 'false-positive', note: 'a quiz' });
    await done(`incidents/${id}/verdict`, { verdict: 'true-positive-blocked' });
    expect(await done(`incidents/${id}/reopen`)).toMatchObject({ status: 'open', verdict: null });
    const { verdicts } = await here.read<{ verdicts: { verdict: string | null; note: string }[] }>(
      `incidents/${id}`,
    );
    expect(verdicts.map(({ verdict, note }) => [verdict, note])).toEqual([
      ['false-positive', 'a quiz'],
      ['true-positive-blocked', ''],
      [null, ''],
    ]);
  });

  it('is changed by one of two who read the same, however many findings join meanwhile', async () => {
    const id = await here.opened('raced');
    const { version } = await here.read<Incident>(`incidents/${id}`);
    await here.send('raced');
    await here.incidentOf('raced', 2);
    const match = { headers: { 'if-match': `"${version}"` } };
    expect((await here.call(`incidents/${id}/acknowledge`, {}, match)).status).toBe(200);
    expect((await here.call(`incidents/${id}/assign`, { assignee: 'bob' }, match)).status).toBe(412);
    expect(await here.read(`incidents/${id}`)).toMatchObject({ assignee: 'api-token' });
  });

  it.each([
    ['acknowledge', {}, 409],
    ['reopen', {}, 200],
    ['unmerge', {}, 409],
    ['close', {}, 400],
    ['close', { verdict: 'nice' }, 400],
    ['note', { note: '' }, 400],
    ['note', { note: 'a\u0000b' }, 400],
    ['note', { note: 'a\ud800b' }, 400],
    ['merge', { into: 'odd' }, 400],
    ['merge', { into: randomUUID() }, 404],
  ])('that is closed answers %s with %j by %d', async (action, body, status) => {
    const id = await here.opened(`answers-${action}-${randomUUID()}`);
    await done(`incidents/${id}/close`, { verdict: 'unknown' });
    expect((await here.call(`incidents/${id}/${action}`, body)).status).toBe(status);
  });

  it('is not opened again beside a newer one of its kind', async () => {
    const old = await here.opened('twice');
    await done(`incidents/${old}/close`, { verdict: 'unknown' });
    await here.pipeline.database.rows(
      `UPDATE incidents SET resolved_at = resolved_at - interval '2 hours' WHERE incident_id = $1`,
      [old],
    );
    await here.send('twice');
    await eventually(async () => expect(await here.incidentOf('twice')).not.toBe(old));
    const answer = await here.call(`incidents/${old}/reopen`, {});
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { detail: expect.stringMatching(/^INC-\d+ of the same kind is open/) },
    ]);
  });
});

describe('incidents that are one thing', () => {
  it('are merged: further findings go to the whole, which is as severe as its parts', async () => {
    const whole = await here.opened('whole', 'low');
    const part = await here.opened('part', 'high');
    await eventually(async () => expect(await pagesOf(part)).toEqual(['trigger']));
    expect(await done(`incidents/${part}/merge`, { into: whole })).toMatchObject({
      status: 'resolved',
      verdict: 'duplicate',
      mergedInto: whole,
    });
    await eventually(async () => expect(await pagesOf(part)).toEqual(['trigger', 'resolve']));
    await eventually(async () => expect(await pagesOf(whole)).toEqual(['trigger']));
    await here.send('part');
    await here.incidentOf('whole', 3);
    expect(await here.read(`incidents/${whole}`)).toMatchObject({ severity: 'high', parts: [{ id: part }] });
    expect((await here.call(`incidents/${whole}/merge`, { into: part })).status).toBe(409);
    expect((await here.call(`incidents/${whole}/merge`, { into: whole })).status).toBe(409);
  });

  it('are taken apart again, each with its own findings', async () => {
    const whole = await here.opened('whole-2');
    const part = await here.opened('part-2');
    await done(`incidents/${part}/merge`, { into: whole });
    expect(await done(`incidents/${part}/unmerge`)).toMatchObject({ status: 'open', mergedInto: null });
    expect(await here.read(`incidents/${whole}`)).toMatchObject({ findings: 1, parts: [] });
    await here.send('part-2');
    await here.incidentOf('part-2', 2);
  });
});

/** Nothing is left to be said: Slack's lane takes a message a second. */
const allIsSaid = (): Promise<void> =>
  eventually(
    async () =>
      expect(
        await here.pipeline.database.rows(`SELECT receiver FROM notifications WHERE state = 'pending'`),
      ).toEqual([]),
    { deadlineMs: 60_000 },
  );

describe('why was nobody told', () => {
  beforeAll(allIsSaid, 60_000);

  it('has one answer in the API and on the command line', async () => {
    await here.pipeline.database.rows(
      `INSERT INTO silences (silence_id, tenant, matchers, starts_at, ends_at, author, comment)
       VALUES ($1, 'default', ARRAY['family="untold"'], now(), now() + interval '1 hour', 'ada', 'a test')`,
      [randomUUID()],
    );
    const id = await here.opened('untold');
    interface Ledger {
      readonly answer: string;
      readonly deliveries: { readonly answer: string; readonly holds: { readonly reason: string }[] }[];
    }
    let ledger: Ledger | undefined;
    await eventually(async () => {
      ledger = await here.read<Ledger>(`incidents/${id}/deliveries`);
      expect(ledger.answer).toMatch(/^Nobody was told\. default over slack .*silenced by ada/);
    });
    expect(ledger?.deliveries[0]?.holds[0]?.reason).toMatch(/^silenced by ada/);
    const { code, stdout } = await startCommand(['deliveries', id], {
      API_URL: here.apiUrl,
      API_TOKEN: here.pipeline.apiToken,
    }).done;
    const [first, second] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect([code, first]).toMatchObject([0, { answer: ledger?.answer }]);
    expect(second).toMatchObject({ receiver: 'default', channel: 'slack', attempts: [] });
  });

  it('says of what was told when, and what Slack answered', async () => {
    const id = await here.opened('told');
    await eventually(async () => {
      const { answer } = await here.read<{ answer: string }>(`incidents/${id}/deliveries`);
      expect(answer).toBe('Told: default over slack');
    });
    const { deliveries } = await here.read<{ deliveries: { attempts: object[] }[] }>(
      `incidents/${id}/deliveries`,
    );
    expect(deliveries[0]?.attempts).toMatchObject([
      { outcome: 'accepted', statusCode: 200, latencyMs: expect.any(Number) },
    ]);
  });
});

describe('detectors', () => {
  it('are judged by the verdicts on their incidents', async () => {
    const closeAs = async (family: string, verdict: string): Promise<void> => {
      const id = await here.opened(family);
      await done(`incidents/${id}/close`, { verdict });
      await here.pipeline.database.rows(
        `UPDATE incidents SET fingerprint = $1, resolved_at = resolved_at - interval '2 hours' WHERE incident_id = $2`,
        [randomUUID(), id],
      );
    };
    await closeAs('precise', 'true-positive-impact');
    await closeAs('precise', 'false-positive');
    await closeAs('precise', 'duplicate');
    const { items } = await here.read<{ items: { detector: string }[] }>('detectors');
    expect(items.find(({ detector }) => detector === 'precise')).toMatchObject({
      kind: 'attack',
      incidents: 3,
      open: 0,
      precision: { precision: 0.5, n: 2 },
    });
  });
});
