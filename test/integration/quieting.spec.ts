import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AlertingInstallation, startAlerting } from '../support/alerting-installation.js';
import { eventually } from '../support/eventually.js';

let here: AlertingInstallation;

beforeAll(async () => {
  here = await startAlerting();
}, 60_000);

interface Told {
  readonly state: string;
  readonly last_reason: string | null;
}

const told = (family: string): Promise<Told[]> =>
  here.pipeline.database.rows<Told>(
    `SELECT state, last_reason FROM notifications JOIN incidents USING (incident_id) WHERE family = $1`,
    [family],
  );
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

async function posted<T>(path: string, body: object, status: number): Promise<T> {
  const answer = await here.call(path, body);
  const value = (await answer.json()) as T;
  expect([answer.status, value]).toEqual([status, expect.anything()]);
  return value;
}

/** Somebody else than the API token: a browser that a login link let in. */
async function secondPerson(): Promise<Record<string, string>> {
  const { url } = await posted<{ url: string }>('login-links', {}, 201);
  const entered = await fetch(url, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { cookie, origin: new URL(url).origin, authorization: '' };
}

describe('a silence', () => {
  it('that is made through the API holds messages back, and ends at once when it is expired', async () => {
    const body = { matchers: ['family="hushed"'], endsAt: inHours(2), comment: 'load test' };
    const silence = await posted<{ id: string; state: string; author: string }>('silences', body, 201);
    expect(silence).toMatchObject({ state: 'active', author: 'api-token', matchers: ['family="hushed"'] });
    await here.opened('hushed');
    await eventually(async () => {
      const { items } = await here.read<{ items: object[] }>('silences');
      expect(items).toMatchObject([{ id: silence.id, holding: 1 }]);
    });
    // What is held back takes nobody's turn: Slack's next message need not wait its second for it.
    const turns = await here.pipeline.database.rows(
      `SELECT receiver, open_at < last_at + interval '500 ms' AS "isOpen"
       FROM delivery_holds JOIN notifications USING (notification_id) JOIN lanes USING (receiver, channel)`,
    );
    expect(turns).toEqual([{ receiver: 'default', isOpen: true }]);
    expect(await posted(`silences/${silence.id}/expire`, {}, 200)).toMatchObject({ state: 'expired' });
    await eventually(async () => expect(await told('hushed')).toMatchObject([{ state: 'delivered' }]));
    expect((await here.call(`silences/${silence.id}/expire`, {})).status).toBe(404);
    expect(await here.read('silences')).toMatchObject({ items: [] });
    expect(await here.read('silences?state=expired')).toMatchObject({ items: [{ id: silence.id }] });
  });

  it.each([
    ['nothing', { matchers: [] }],
    ['no matcher', { matchers: ['family'] }],
    ['a pattern that is none', { matchers: ['family=~"("'] }],
    ['everything', { matchers: ['family=~".*"'] }],
    ['what has ended', { endsAt: '2020-01-01T00:00:00Z' }],
    ['no end', { endsAt: undefined }],
    ['more than a month', { endsAt: inHours(24 * 40) }],
    ['for no reason', { comment: '' }],
  ])('is refused that is about %s', async (_what, more) => {
    const body = { matchers: ['family="x"'], endsAt: inHours(1), comment: 'a reason', ...more };
    expect((await here.call('silences', body)).status).toBe(400);
  });
});

describe('a suppression', () => {
  interface Backtest {
    readonly id: string;
    readonly needsSecondPerson: boolean;
  }
  const backtest = (...matchers: string[]): Promise<Backtest> =>
    posted<Backtest>('suppressions/backtest', { matchers }, 200);
  const request = (backtestId: string, more: object = {}): object => ({
    ...{ backtestId, expiresAt: inHours(24), reason: 'known noise of the nightly job' },
    ...more,
  });
  const hidden = (family: string): Promise<unknown[]> =>
    here.pipeline.database.rows(`SELECT FROM suppressed_findings WHERE fingerprint LIKE '%' || $1 || '%'`, [
      family,
    ]);

  it('is tried on the past, then hides what comes, and every hidden finding is counted', async () => {
    await here.pipeline.database.rows(
      `INSERT INTO findings (finding_id, kind, tenant, model_key, severity, fingerprint, title, occurred_at, body)
       SELECT gen_random_uuid(), 'attack', 'default', 1, 'low', 'f', 'noisy worked', now(),
         '{"family": "noisy", "outcome": "complied"}' FROM generate_series(1, 5)`,
    );
    const tried = await backtest('family="noisy"', 'severity!="critical"');
    expect(tried).toMatchObject({ hidden: 5, hiddenCritical: 0, needsSecondPerson: false, days: 7 });
    expect(tried).toMatchObject({ groups: [{ findings: 5, example: 'noisy worked' }] });
    const one = await posted<{ id: string }>('suppressions', request(tried.id), 201);
    expect(one).toMatchObject({ state: 'active', expected: 5, hidden: 0 });
    await here.send('noisy', 'low');
    await here.opened('marker');
    await eventually(async () =>
      expect((await here.read<{ items: object[] }>('suppressions')).items).toMatchObject([{ hidden: 1 }]),
    );
    const incident = await here.opened('noisy', 'critical');
    expect(await here.read(`incidents/${incident}`)).toMatchObject({ suppressed: 1, findings: 1 });
    expect(await here.read(`incidents/${incident}/deliveries`)).toMatchObject({
      suppressions: [{ id: one.id, findings: 1, author: 'api-token' }],
    });
    expect(await posted(`suppressions/${one.id}/end`, {}, 200)).toMatchObject({ state: 'ended' });
    await here.send('noisy', 'low');
    await here.incidentOf('noisy', 2);
  });

  it('that could hide what is critical hides nothing until a second person agrees', async () => {
    const tried = await backtest('family="grave"');
    expect(tried.needsSecondPerson).toBe(true);
    const one = await posted<{ id: string }>('suppressions', request(tried.id), 201);
    expect(one).toMatchObject({ state: 'proposed', approvedBy: null });
    await here.opened('grave', 'critical');
    expect((await here.call(`suppressions/${one.id}/approve`, {})).status).toBe(403);
    const headers = await secondPerson();
    const agreed = await here.call(`suppressions/${one.id}/approve`, {}, { headers });
    expect([agreed.status, await agreed.json()]).toMatchObject([200, { state: 'active' }]);
    await here.send('grave', 'critical');
    await eventually(async () => expect(await hidden('grave')).toHaveLength(1));
    await here.incidentOf('grave', 1);
  });

  it('wants a backtest of its own, an end and a reason', async () => {
    const { id } = await backtest('family="picky"', 'severity="low"');
    expect((await here.call('suppressions', request(id, { reason: 'short' }))).status).toBe(400);
    expect((await here.call('suppressions', request(id, { expiresAt: undefined }))).status).toBe(400);
    expect((await here.call('suppressions', request(id, { expiresAt: inHours(24 * 100) }))).status).toBe(400);
    expect((await here.call('suppressions', request(id))).status).toBe(201);
    expect((await here.call('suppressions', request(id))).status).toBe(409);
    expect((await here.call('suppressions', request('00000000-0000-4000-8000-000000000000'))).status).toBe(
      409,
    );
  });
});

describe('the routing', () => {
  const yaml = (receiver: string, more = ''): string =>
    [
      'route:',
      '  receiver: all',
      '  routes:',
      `    - { matchers: ['family="rerouted"'], receiver: ${receiver} }`,
      'receivers:',
      '  - { name: all, slack: { token: { env: SLACK_BOT_TOKEN }, channel: C0SANDBOX } }',
      '  - { name: paged, pagerduty: { routing_key: { env: PAGERDUTY_ROUTING_KEY } } }',
      more,
    ].join('\n');
  const put = (text: string, headers: Record<string, string> = {}): Promise<Response> =>
    here.call('routing', { yaml: text }, { method: 'PUT', headers });

  it('is shown as alerting has it, and every mistake is named with its line', async () => {
    await eventually(async () => expect(await here.read('routing')).toMatchObject({ source: 'environment' }));
    const refused = await put(yaml('nobody', 'inhibit_rules: [{ equal: 7 }]'));
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      { detail: expect.stringMatching(/routing\.yaml:8: /) },
    ]);
    const unknown = await posted<{ problems: string[] }>('routing/check', { yaml: yaml('nobody') }, 200);
    expect(unknown.problems).toEqual([
      expect.stringMatching(/^routing\.yaml:4: .*there is no receiver "nobody"/),
    ]);
    const checked = await posted(
      'routing/check',
      { yaml: yaml('paged'), labels: { family: 'rerouted' } },
      200,
    );
    expect(checked).toMatchObject({ problems: [], routes: [{ messages: [{ receiver: 'paged' }] }] });
  });

  it('is changed by one of two who read the same, and alerting takes it up', async () => {
    expect((await put(yaml('paged'), { 'if-match': '"none"' })).status).toBe(200);
    expect((await put(yaml('all'), { 'if-match': '"none"' })).status).toBe(412);
    await eventually(async () =>
      expect(await here.read('routing')).toMatchObject({ source: 'api', yaml: yaml('paged') }),
    );
    const id = await here.opened('rerouted', 'low');
    await eventually(async () => {
      const { deliveries } = await here.read<{ deliveries: object[] }>(`incidents/${id}/deliveries`);
      expect(deliveries).toMatchObject([{ receiver: 'paged', channel: 'pagerduty', state: 'delivered' }]);
    });
  });
});
