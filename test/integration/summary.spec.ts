import { lastWholeWeek, summaryDocumentSchema, weekOf } from '#summary';
import { type Database, findSummary, openDatabase } from '#database';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { postOneSummary } from '../../apps/alerting/src/summary/post-summary.js';
import { SlackSummaryPost } from '../../apps/alerting/src/summary/slack-summary.post.js';
import { SummaryJob } from '../../apps/alerting/src/summary/summary.job.js';
import { cleanUp } from '../support/clean-up.js';
import { cloneDatabase } from '../support/clone-database.js';
import { type PlantedModel, plantAlarm, plantModel, plantUnwatched } from '../support/plant-weeks.js';
import { startCommand } from '../support/run-command.js';
import { type SpawnedApp, spawnApp } from '../support/spawn-app.js';

/** A Monday noon: the week before is over and due. */
const nowMs = Date.parse('2026-11-23T12:00:00Z');
const week = lastWholeWeek(nowMs, 'UTC');
const dayMs = 24 * 3_600_000;
const schedule = { cron: '0 8 * * 1', timeZone: 'UTC' };
const changeAtMs = week.fromMs + dayMs;

async function openClone(): Promise<{ readonly url: string; readonly database: Database }> {
  const url = await cloneDatabase();
  const database = await openDatabase({ url, applicationName: 'summary-test', poolSize: 3 });
  cleanUp(() => database.close());
  return { url, database };
}

const quiet: PlantedModel = { id: 'faq', refusals: [2, 2] };
const drifting: PlantedModel = { id: 'triage-nurse', refusals: [2, 8], changeAtMs };
const job = (database: Database, atMs = nowMs): SummaryJob => new SummaryJob(database, schedule, () => atMs);
const documentOf = async (database: Database, tenant = 'default') =>
  summaryDocumentSchema.parse(JSON.parse((await findSummary(database, tenant, week.label))!.document));

describe('the weekly job', () => {
  it('of four replicas at once makes each summary once, and owes Slack one post', async () => {
    const { url, database } = await openClone();
    await plantModel(database, week, quiet);
    await plantModel(database, week, { ...quiet, tenant: 'other' });
    const replicas = await Promise.all(
      [1, 2, 3, 4].map((n) => openDatabase({ url, applicationName: `replica-${n}`, poolSize: 2 })),
    );
    for (const replica of replicas) cleanUp(() => replica.close());
    const made = await Promise.all(replicas.map((replica) => job(replica).run()));
    expect(made.flat().sort()).toEqual(['default', 'other']);
    const rows =
      await database.rows(`SELECT tenant, week FROM summaries JOIN summary_posts USING (tenant, week)
      ORDER BY tenant`);
    expect(rows).toEqual([
      { tenant: 'default', week: '2026-W47' },
      { tenant: 'other', week: '2026-W47' },
    ]);
    expect(await job(database).run()).toEqual([]);
  });

  it('makes what never changes afterwards, whatever becomes of the facts', async () => {
    const { database } = await openClone();
    const modelKey = await plantModel(database, week, drifting);
    await job(database).run();
    const before = await findSummary(database, 'default', week.label);
    await plantAlarm(database, modelKey, { changeAtMs });
    await job(database, nowMs + dayMs).run();
    expect(await findSummary(database, 'default', week.label)).toEqual(before);
    await expect(database.rows(`UPDATE summaries SET headline = 'all is well'`)).rejects.toThrow();
  });

  it('waits until drift is folded to the end of the week, but not for ever', async () => {
    const { database } = await openClone();
    await plantModel(database, week, { ...quiet, foldedThroughMs: week.untilMs - dayMs });
    expect(await job(database).run()).toEqual([]);
    expect(await job(database, nowMs + 6 * 3_600_000).run()).toEqual(['default']);
  });

  it('is not for tenants who had no traffic, and not before its time', async () => {
    const { database } = await openClone();
    await plantModel(database, week, quiet);
    await database.rows(
      `INSERT INTO models (tenant, model_id, version, kind) VALUES ('idle', 'm', '1', 'tuned')`,
    );
    expect(await job(database, Date.parse('2026-11-23T07:59:00Z')).run()).toEqual([]);
    expect(await job(database).run()).toEqual(['default']);
  });
});

describe('a summary', () => {
  it('is made of what is stored', async () => {
    const { database } = await openClone();
    const key = await plantModel(database, week, drifting);
    await plantModel(database, week, { ...quiet, succeeded: 1 });
    const incidentId = await plantAlarm(database, key, { changeAtMs });
    await database.rows(
      `INSERT INTO incident_timeline (incident_id, at, event, who, door)
       VALUES ($1, $2, 'acknowledged', 'ada', 'api'), ($1, $3, 'acknowledged', 'bob', 'api')`,
      [incidentId, new Date(changeAtMs + 10 * 60_000), new Date(changeAtMs + 60 * 60_000)],
    );
    await plantUnwatched(database, week, incidentId);
    await job(database).run();

    const { headline, models, attacks, incidents, notWatched } = await documentOf(database);
    expect(headline).toBe('One model needs a decision, one wants a look.');
    const [nurse, faq] = models;
    // Six days of four hours a day with 20 sessions of 5 since the change.
    expect(nurse!.shifts[0]!.rate).toMatchObject({
      baseline: 0.02,
      current: 0.08,
      interactions: 2_400,
      sessions: 480,
    });
    expect(nurse!.trend.weeks.map(({ level }) => level?.toFixed(4))).toEqual([
      ...new Array<string>(7).fill('0.0200'),
      // One day of seven before the change.
      '0.0714',
    ]);
    expect(faq!.attacks).toEqual({ tried: 84, succeeded: 28 });
    expect(attacks).toMatchObject({ interactions: 5_600, tried: 112, succeeded: 28 });
    expect(incidents).toMatchObject({ opened: 2, acknowledgedIn: { median: 10, n: 1 }, resolvedIn: null });
    expect(notWatched).toEqual({
      minutes: 45,
      gaps: [{ title: 'Topic t is not read any more', minutes: 45 }],
      deadLetters: 2,
      heldBack: 0,
      failedNotifications: 1,
      deliveredNotifications: 1,
    });
  });

  it('counts a drift that is over until its end', async () => {
    const { database } = await openClone();
    const key = await plantModel(database, week, drifting);
    await plantAlarm(database, key, { changeAtMs });
    await database.rows(
      `INSERT INTO drift_recoveries (model_key, feature, score, direction, change_at, ended_at, told_at)
       VALUES ($1, 'refusal', 'sum', 'up', $2, $3, $3)`,
      [key, new Date(changeAtMs), new Date(changeAtMs + 2 * dayMs)],
    );
    await job(database).run();
    const [nurse] = (await documentOf(database)).models;
    expect(nurse!.sentence).toContain(' since Tue 17 Nov 00:00, back since Thu 19 Nov 00:00;');
    // Two days of four hours a day with 20 sessions of 5.
    expect(nurse!.shifts[0]!.rate).toMatchObject({ interactions: 800, sessions: 160 });
  });

  it('is made or read by the command, which keeps no week that goes on', async () => {
    const { url, database } = await openClone();
    const last = lastWholeWeek(Date.now(), 'UTC');
    await plantModel(database, last, quiet);
    const run = async (...args: string[]) => startCommand(['summary', ...args], { DATABASE_URL: url }).done;
    const first = await run('--week', last.label);
    expect(JSON.parse(first.stdout)).toMatchObject({ summary: { week: last.label, how: 'new' } });
    const kept = (await findSummary(database, 'default', last.label))!;
    expect((await run('--json')).stdout).toBe(`${kept.document}\n`);
    expect((await run('--html', '-')).stdout).toBe(kept.page);
    const thisWeek = await run('--week', weekOf(Date.now(), 'UTC').label);
    expect(JSON.parse(thisWeek.stdout)).toMatchObject({ summary: { how: 'preview' } });
    const wrong = [
      await run('--tenant', 'nobody'),
      await run('--week', '2026-W54'),
      await run('--week', '2999-W01'),
    ];
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(await database.rows('SELECT week FROM summaries')).toEqual([{ week: last.label }]);
  }, 60_000);
});

describe('the API', () => {
  it('lists summaries, and gives the document and the page as they were made', async () => {
    const { url, database } = await openClone();
    await plantModel(database, week, { ...quiet, id: '<script>alert(1)</script>' });
    await job(database).run();
    const token = 'x'.repeat(32);
    const api = await spawnApp('api', { DATABASE_URL: url, API_TOKEN: token });
    const get = (path: string) => fetch(api.url + path, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await get('/v1/summaries')).json()).toMatchObject({
      items: [{ id: '2026-W47', tenant: 'default' }],
      next: null,
    });
    expect(await (await get('/v1/summaries/2026-W47')).json()).toEqual(await documentOf(database));
    const page = await get('/v1/summaries/2026-W47/html');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'$/,
    );
    expect(await page.text()).toBe((await findSummary(database, 'default', week.label))!.page);
    expect(await (await get('/v1/summaries/current')).json()).toMatchObject({ isWhole: false });
    const missing = ['/v1/summaries/2026-W46', '/v1/summaries/2026-W47?tenant=other', '/v1/summaries/soon'];
    expect(await Promise.all(missing.map(async (path) => (await get(path)).status))).toEqual([404, 404, 404]);
    expect((await fetch(`${api.url}/v1/summaries`)).status).toBe(401);
  }, 60_000);
});

describe('Slack', () => {
  let sandbox: SpawnedApp;
  const slackToken = 'xoxb-sandbox';
  beforeAll(async () => {
    sandbox = await spawnApp('sandbox', {
      SLACK_BOT_TOKEN: slackToken,
      PAGERDUTY_ROUTING_KEY: 'a'.repeat(32),
    });
  });

  const parts = (database: Database) => ({
    database,
    slack: new SlackSummaryPost({
      token: slackToken,
      channelId: 'C0SANDBOX',
      apiUrl: `${sandbox.url}/api/`,
    }),
    consoleUrl: 'http://127.0.0.1:1',
    clock: Date.now,
    random: () => 0,
    logger: { info() {}, error() {} } as never,
  });
  const posts = async () => {
    const received = (await (await fetch(`${sandbox.url}/received`)).json()) as {
      slack: { method: string; status: number; body: { text?: string; blocks?: unknown } }[];
    };
    return received.slack.filter(({ method }) => method === 'chat.postMessage');
  };
  const fault = (kind: string) =>
    fetch(`${sandbox.url}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ service: 'slack', kind, times: 1 }),
    });

  it('is told once by two senders at once, in short and with a link', async () => {
    const { database } = await openClone();
    const key = await plantModel(database, week, { ...drifting, id: '<!channel> nurse' });
    await plantAlarm(database, key, { changeAtMs });
    await job(database).run();
    const before = (await posts()).length;
    const sent = await Promise.all([postOneSummary(parts(database)), postOneSummary(parts(database))]);
    expect(sent.filter(Boolean)).toHaveLength(1);
    const [post, ...others] = (await posts()).slice(before);
    expect([post?.status, others]).toEqual([200, []]);
    const shown = JSON.stringify(post?.body.blocks);
    expect(shown).toContain('One model needs a decision.');
    expect(shown).toContain('http://127.0.0.1:1/summaries/2026-W47?tenant=default');
    expect(shown).not.toContain('mrkdwn');
    expect(await database.rows('SELECT state FROM summary_posts')).toEqual([{ state: 'delivered' }]);
  }, 60_000);

  it('gets no second message where it said "error" although it had posted', async () => {
    const { database } = await openClone();
    await plantModel(database, week, quiet);
    await job(database).run();
    const before = (await posts()).length;
    await fault('error-although-posted');
    expect(await postOneSummary(parts(database))).toBe(true);
    expect(await database.rows('SELECT state, attempts FROM summary_posts')).toEqual([
      { state: 'pending', attempts: 1 },
    ]);
    await database.rows('UPDATE summary_posts SET due_at = now()');
    expect(await postOneSummary(parts(database))).toBe(true);
    expect(await database.rows('SELECT state, attempts FROM summary_posts')).toEqual([
      { state: 'delivered', attempts: 2 },
    ]);
    expect((await posts()).length - before).toBe(1);
  }, 60_000);
});
