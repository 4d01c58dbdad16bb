import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;
let url: string;

beforeAll(async () => {
  pipeline = await createPipeline();
  url = (await pipeline.start('api')).url;
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) SELECT 'default', 'm-' || n, '1', 'tuned'
     FROM generate_series(1, 7) n`,
  );
  await pipeline.database.rows(
    `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, title, reason,
       finding_count, first_seen_at, last_seen_at, opened_at, revision)
     SELECT gen_random_uuid(), 'default', 1 + n % 7, 'f' || n, 'attack', 'persona',
       (ARRAY['info', 'low', 'medium', 'high', 'critical'])[1 + n % 5], 'open', 'title', 'reason', 1, now(),
       date_trunc('second', now()) - n % 3 * interval '1 minute', now(), 1
     FROM generate_series(1, 23) n`,
  );
}, 60_000);

const get = (
  path: string,
  headers: Record<string, string> = { authorization: `Bearer ${pipeline.apiToken}` },
) => fetch(url + path, { headers, redirect: 'manual' });
const json = async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T;

describe('the door', () => {
  it.each([
    '/v1/incidents',
    '/v1/findings',
    '/v1/signals',
    '/v1/models',
    '/v1/session',
    `/v1/incidents/${randomUUID()}`,
  ])('is closed on %s without a login, with a wrong token and with a made-up session', async (path) => {
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'Bearer wrong' },
      { cookie: `tunewarden_session=${'x'.repeat(43)}` },
    ];
    const statuses = await Promise.all(wrong.map(async (headers) => (await get(path, headers)).status));
    expect(statuses).toEqual([401, 401, 401]);
  });

  it('hands out login links to the token alone, and each opens one session', async () => {
    const link = async (headers: Record<string, string>) =>
      fetch(`${url}/v1/login-links`, { method: 'POST', headers });
    expect((await link({})).status).toBe(401);
    const created = (await (await link({ authorization: `Bearer ${pipeline.apiToken}` })).json()) as {
      url: string;
    };
    const { pathname, search } = new URL(created.url);
    const entered = await get(pathname + search, {});
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^tunewarden_session=[\w-]{43};.*HttpOnly; SameSite=Strict/);
    const session = { cookie: cookie.split(';')[0]!, origin: url };
    expect((await get('/v1/session', session)).status).toBe(200);
    expect((await get(pathname + search, {})).status).toBe(403);
    expect((await fetch(`${url}/v1/login-links`, { method: 'POST', headers: session })).status).toBe(401);
    expect((await fetch(`${url}/v1/logout`, { method: 'POST', headers: session })).status).toBe(204);
    expect((await get('/v1/session', session)).status).toBe(401);
  });
});

/** What a page that somehow held markup of a log could still not do. */
const strict = {
  ...{ 'default-src': "'none'", 'object-src': "'none'", 'base-uri': "'none'", 'frame-ancestors': "'none'" },
  ...{ 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self'", 'connect-src': "'self'" },
  'form-action': "'self'",
};
const pageHeaders = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['cache-control', 'no-store'],
] as const;

/** The sources of each directive of an answer's content policy. */
function policyOf({ headers }: Response): Record<string, string> {
  const directives = (headers.get('content-security-policy') ?? '').split('; ');
  return Object.fromEntries(directives.map((one) => /^(\S+) (.*)$/.exec(one)?.slice(1) ?? [one, '']));
}

describe('answers', () => {
  it.each([
    ['/v1/nothing', 404],
    [`/v1/incidents/${randomUUID()}`, 404],
    ['/v1/incidents/no-id', 404],
    ['/v1/incidents/%00', 404],
    ['/v1/incidents?limit=0', 400],
    ['/v1/incidents?limit=201', 400],
    ['/v1/incidents?status=odd', 400],
    ['/v1/incidents?cursor=odd', 400],
    [`/v1/findings?cursor=${Buffer.from('["1; DROP", "x"]').toString('base64url')}`, 400],
    ['/v1/signals?since=yesterday', 400],
    ['/v1/signals?outcome=odd', 400],
    ['/v1/incidents/%E0%A4%A', 400],
  ])('%s is the problem %d, with every header of a page', async (path, status) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await answer.json()).toMatchObject({ type: 'about:blank', status });
    expect(policyOf(answer)).toMatchObject(strict);
    expect(pageHeaders.map(([name]) => [name, answer.headers.get(name)])).toEqual(pageHeaders);
  });

  it('page through everything once, the most severe first', async () => {
    const seen: { id: string; severity: string }[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: { items: typeof seen; next: string | null } = await json(
        `/v1/incidents?limit=5${next === '' ? '' : `&cursor=${next}`}`,
      );
      expect(page.items.length).toBeLessThanOrEqual(5);
      seen.push(...page.items);
      next = page.next;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(23);
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const ranks = seen.map(({ severity }) => order.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  it('find an incident by its id and by its number', async () => {
    const { items } = await json<{ items: { id: string; number: number }[] }>('/v1/incidents?limit=1');
    const [{ id, number }] = items as [{ id: string; number: number }];
    expect(await json(`/v1/incidents/INC-${number}`)).toMatchObject({ id, evidence: [], deliveries: [] });
    expect(await json(`/v1/incidents/${id}`)).toMatchObject({ number });
  });

  it('treat what looks like SQL as text', async () => {
    const model = encodeURIComponent("'; DROP TABLE incidents; --");
    expect(await json(`/v1/incidents?model=${model}`)).toEqual({ items: [], next: null });
  });

  it('describe themselves without a login', async () => {
    const answer = await get('/openapi.json', {});
    expect(await answer.json()).toMatchObject({ openapi: '3.1.0' });
  });

  it('refuse a body that is too large', async () => {
    const answer = await fetch(`${url}/v1/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pipeline.apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: randomBytes(200_000).toString('hex') }),
    });
    expect(answer.status).toBe(413);
  });
});

describe('limits', () => {
  it.each([
    '/v1/incidents?limit=201',
    '/v1/incidents?limit=0',
    '/v1/incidents.csv?limit=10001',
    '/v1/models/1/series?hours=2161',
  ])('refuse %s', async (path) => expect((await get(path)).status).toBe(400));

  it('let nobody hold the API up with a routing that is made to be slow to read', async () => {
    const answer = await fetch(`${url}/v1/routing/check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pipeline.apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ yaml: '[]'.repeat(49_000) }),
    });
    expect(await answer.json()).toEqual({
      problems: ['routing.yaml: is too large for a routing'],
      routes: [],
    });
  });
});

describe('an export', () => {
  it('has every row once over its links, and no cell that is a formula', async () => {
    await pipeline.database.rows(
      `UPDATE incidents SET title = '=HYPERLINK("http://evil.example")' WHERE number = 1`,
    );
    const first = await get('/v1/incidents.csv?limit=20&status=all');
    expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(first.headers.get('content-disposition')).toBe('attachment; filename="incidents.csv"');
    const [, link = ''] = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    const rest = await get(link);
    expect(rest.headers.get('link')).toBeNull();
    const lines = [await first.text(), await rest.text()].flatMap((text) =>
      text.trim().split('\r\n').slice(1),
    );
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(23);
    expect(lines.filter((line) => line.includes('HYPERLINK'))).toEqual([
      expect.stringContaining(`,"'=HYPERLINK(""http://evil.example"")",`),
    ]);
  });

  it('of findings has its header where there is none', async () => {
    expect(await (await get('/v1/findings.csv')).text()).toMatch(/^created_at,occurred_at,kind,[\w,]+\r\n$/);
  });
});

describe('signals', () => {
  beforeAll(async () => {
    await pipeline.database.rows(
      `INSERT INTO evidence (evidence_id, model_key, interaction_id, actor, session, occurred_at, collected_at, analyzed_at,
         outcome, signal, body, source_topic, source_partition, source_offset, source_index, masked_topic,
         masked_partition, masked_offset, stored_on, why_stored)
       SELECT gen_random_uuid(), 1 + n % 2, 'i-' || n, 'actor:' || n % 3, 'session:x',
         '2026-03-02T10:00:00Z'::timestamptz + n / 2 * interval '1 minute', now(), now(),
         (ARRAY['refused', 'complied'])[1 + n % 2],
         jsonb_build_object('attack', jsonb_build_object('flagged', n <> 12, 'score', 0.9, 'severity', 'medium',
           'families', jsonb_build_object((ARRAY['persona', 'many-shot'])[1 + n / 5 % 2], 0.9),
           'rules', jsonb_build_array('rule-' || n % 4), 'decodings', '[]'::jsonb)),
         '', 'logs', 0, n, 0, 'masked', 0, n, '2026-03-02',
         CASE WHEN n = 11 THEN 'sample' ELSE 'flagged' END
       FROM generate_series(0, 12) n`,
    );
  });

  interface Page {
    readonly items: readonly { readonly interactionId: string }[];
    readonly next: string | null;
  }
  const ids = async (query: string) =>
    (await json<Page>(`/v1/signals?${query}`)).items.map(({ interactionId }) => interactionId);

  it.each([
    ['outcome=refused', ['i-10', 'i-8', 'i-6', 'i-4', 'i-2', 'i-0']],
    ['outcome=complied&family=many-shot', ['i-9', 'i-7', 'i-5']],
    ['rule=rule-3', ['i-7', 'i-3']],
    ['actor=actor:2&model=m-1', ['i-8', 'i-2']],
    ['since=2026-03-02T10:01:00Z&until=2026-03-02T10:02:00Z&model=m-2', ['i-3']],
    ['version=2', []],
    ["family=persona' OR true --", []],
  ])('are found by %s, and neither samples nor what is not flagged', async (query, wanted) => {
    expect(await ids(query)).toEqual(wanted);
  });

  it('are paged through, each once, also where many have one time', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page: Page = await json(`/v1/signals?limit=2${cursor}`);
      seen.push(...page.items.map(({ interactionId }) => interactionId));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(seen.toSorted()).toEqual(Array.from({ length: 11 }, (_, n) => `i-${n}`).toSorted());
  });

  it('say what detection said and where the event stands in the log', async () => {
    const { items } = await json<{ items: unknown[] }>(
      '/v1/signals?rule=rule-3&model=m-2&until=2026-03-02T10:02:00Z',
    );
    expect(items).toEqual([
      expect.objectContaining({
        model: { id: 'm-2', version: '1' },
        outcome: 'complied',
        severity: 'medium',
        families: { persona: 0.9 },
        rules: ['rule-3'],
        source: { topic: 'logs', partition: 0, offset: '3', index: 0 },
        findingIds: [],
      }),
    ]);
  });
});
