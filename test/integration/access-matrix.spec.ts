import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { type Role, apiTokenOf, permissions, permissionsOf, roles } from '#access';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { controllers } from '../../apps/api/src/controllers.js';
import { type Route, routesOf } from '../../apps/api/src/openapi/routes-of.js';
import { openSession } from '../support/open-session.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import { type JsonSchema, valuesOf } from '../support/schema-arbitrary.js';
import { type TenantThings, seedTenant } from '../support/two-tenants.js';

/** What a path's first parameter names. A route with parameters that is not here has nobody's things to refuse. */
const named: Readonly<Record<string, keyof TenantThings>> = {
  '/v1/incidents': 'incident',
  '/v1/evidence': 'evidence',
  '/v1/people': 'person',
  '/v1/tokens': 'token',
  '/v1/models': 'model',
  '/v1/saved-views': 'view',
  '/v1/bulk-jobs': 'job',
  '/v1/summaries': 'week',
  '/v1/silences': 'silence',
  '/v1/suppressions': 'suppression',
};
/** Answers that name no tenant. */
const ofNobody = [
  '/v1/session',
  '/v1/console-settings',
  '/v1/rules',
  '/v1/routing',
  '/v1/linked-accounts',
  '/openapi.json',
];
/** What a list must be asked for to name whose things it shows. */
const asked: Readonly<Record<string, string>> = { '/v1/incident-groups': 'by=tenant' };

/** What asks and changes nothing, although it is posted. */
const asking = ['/v1/suppressions/backtest', '/v1/routing/check', '/v1/models/{key}/threshold/replay'];
const soon = new Date(Date.now() + 3_600_000).toISOString();
const matchers = ['family="persona"'];
const routing =
  'route: { receiver: paged }\nreceivers:\n' +
  '  - { name: paged, pagerduty: { routing_key: { env: PAGERDUTY_ROUTING_KEY } } }\n';
/** Bodies that mean something, where what a schema takes does not. */
const bodies: Readonly<Record<string, object>> = {
  '/v1/silences': { matchers, endsAt: soon, comment: 'of a test' },
  '/v1/suppressions': { backtestId: randomUUID(), expiresAt: soon, reason: 'noise of a test' },
  '/v1/suppressions/backtest': { matchers },
  '/v1/routing': { yaml: routing },
  '/v1/models/{key}/retain': { retain: 'sample' },
  '/v1/models/{key}/threshold': { replayId: randomUUID(), reason: 'noise of a test' },
};

const routes = routesOf(controllers);
const closed = routes.filter(({ document }) => document.access !== 'anyone');
const nameOf = ({ method, path }: Route) => `${method.toUpperCase()} ${path}`;
const cases = (list: readonly Route[]) => list.map((route) => [nameOf(route), route] as const);

describe('who may call what', () => {
  let pipeline: Pipeline;
  let url: string;
  let things: Readonly<Record<'acme' | 'globex' | 'initech', TenantThings>>;

  beforeAll(async () => {
    const many = '100000';
    pipeline = await createPipeline({ RATE_LIMIT_PER_MINUTE: many, LOGIN_RATE_LIMIT_PER_MINUTE: many });
    url = (await pipeline.start('api')).url;
    things = {
      acme: await seedTenant(pipeline.database, 'acme'),
      globex: await seedTenant(pipeline.database, 'globex'),
      initech: await seedTenant(pipeline.database, 'initech'),
    };
  }, 60_000);

  type Headers = Readonly<Record<string, string>>;

  interface Call {
    readonly headers: Headers;
    /** Fills the first parameter of the path; nothing that is there unless given. */
    readonly of?: TenantThings;
    readonly body?: unknown;
  }

  async function call({ method, path }: Route, { headers, of, body }: Call) {
    const thing = named[path.slice(0, path.indexOf('/{'))];
    const filled = path
      .replace(/\{[^}]+\}/, of === undefined || thing === undefined ? randomUUID() : of[thing])
      .replaceAll(/\{[^}]+\}/g, randomUUID());
    const answer = await fetch(url + filled, {
      method: method.toUpperCase(),
      headers: {
        ...headers,
        'if-match': path.startsWith('/v1/people') ? '"1"' : '*',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) {
      await answer.body?.cancel();
      return { status: answer.status, text: '' };
    }
    return { status: answer.status, text: await answer.text() };
  }

  async function tokenFor(scopes: readonly string[]) {
    const made = apiTokenOf({ prefix: randomBytes(6), secret: randomBytes(32) });
    await pipeline.database.rows(
      `INSERT INTO api_tokens (token_id, prefix, digest, name, scopes, created_by, expires_at)
       VALUES ($1, $2, $3, 'test', $4::text[], 'test', now() + interval '1 hour')`,
      [randomUUID(), made.prefix, made.digest, scopes],
    );
    return { authorization: `Bearer ${made.text}` };
  }
  const longest = (route: Route): Route => ({
    ...route,
    path: `${route.path}?${asked[route.path] ?? 'limit=200'}`,
  });
  const session = (role: Role, tenant: string | null) =>
    openSession(pipeline.database, { role, tenant, origin: url });
  const token = () => ({ authorization: `Bearer ${pipeline.apiToken}` });

  it.each(cases(closed))('%s: a role that has its permission, and no other', async (_name, route) => {
    const { document } = route;
    if (document.access === 'anyone') throw new Error('is open');
    for (const tenant of ['acme', null]) {
      for (const role of roles) {
        const { status } = await call(route, { headers: await session(role, tenant) });
        const may =
          permissionsOf(role).includes(document.permission) &&
          (document.allTenants !== true || tenant === null);
        const refusal = document.access === 'token' ? [401] : [403];
        const isRefused = document.access === 'token' || !may;
        expect([role, tenant, isRefused ? status : [401, 403].includes(status)]).toEqual([
          role,
          tenant,
          isRefused ? refusal[0] : false,
        ]);
      }
    }
  });

  it.each(cases(closed))('%s: a token with its permission, and none without', async (_name, route) => {
    const { document } = route;
    if (document.access === 'anyone') throw new Error('is open');
    const others = permissions.filter((permission) => permission !== document.permission);
    // No body that a schema takes: what it would do, and hand out, is another test's.
    const body = document.body && { body: [] };
    const { status } = await call(route, { headers: await tokenFor([document.permission]), ...body });
    expect([401, 403]).not.toContain(status);
    if (document.permission === 'session.own') return;
    expect((await call(route, { headers: await tokenFor(others) })).status).toBe(403);
  });

  it.each(cases(closed))('%s: nobody without a login that is in force', async (_name, route) => {
    const expired = await session('admin', null);
    const idle = await session('admin', null);
    const disabled = await openSession(pipeline.database, { personId: things.acme.person, origin: url });
    await pipeline.database.rows(
      `UPDATE login_sessions SET expires_at = CASE token_digest WHEN sha256($1::bytea) THEN now() ELSE expires_at END,
         last_seen_at = CASE token_digest WHEN sha256($2::bytea) THEN now() - interval '61 minutes' ELSE last_seen_at END`,
      [expired, idle].map(({ cookie }) => Buffer.from(cookie.split('=')[1]!)),
    );
    await pipeline.database.rows(`UPDATE people SET disabled = true WHERE person_id = $1`, [
      things.acme.person,
    ]);
    const unknown = { cookie: `tunewarden_session=${'x'.repeat(43)}`, origin: url };
    const wrong: Headers[] = [
      {},
      expired,
      idle,
      disabled,
      unknown,
      { authorization: 'Bearer tw_000000000000_x' },
    ];
    const statuses = await Promise.all(wrong.map(async (headers) => (await call(route, { headers })).status));
    await pipeline.database.rows(`UPDATE people SET disabled = false WHERE person_id = $1`, [
      things.acme.person,
    ]);
    expect(statuses).toEqual(wrong.map(() => 401));
  });

  const changing = closed.filter(({ method, document }) => method !== 'get' && document.access === 'person');
  it.each(cases(changing))('%s: not by a session that another page uses', async (_name, route) => {
    const { cookie } = await session('admin', null);
    const foreign: Headers[] = [
      { cookie },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: url, 'sec-fetch-site': 'cross-site' },
    ];
    const statuses = await Promise.all(
      foreign.map(async (headers) => (await call(route, { headers })).status),
    );
    expect(statuses).toEqual([403, 403, 403]);
  });

  // Who is of one tenant may call none of those that concern all: that is the first test's.
  const withThings = closed.filter(({ path, document }) => path.includes('{') && !('allTenants' in document));
  it.each(cases(withThings))('%s: a thing of another tenant is not there', async (_name, route) => {
    expect(Object.keys(named)).toContain(route.path.slice(0, route.path.indexOf('/{')));
    const before = await everything();
    const { status, text } = await call(route, {
      headers: await session('admin', 'acme'),
      of: things.globex,
      ...bodyOf(route),
    });
    expect([status, text]).toEqual([404, expect.not.stringContaining('globex')]);
    expect(await everything()).toEqual(before);
  });

  const lists = closed.filter(
    ({ method, path, document }) =>
      method === 'get' &&
      !path.includes('{') &&
      !document.events &&
      !ofNobody.includes(path) &&
      !('allTenants' in document),
  );
  it.each(cases(lists))('%s: a list of one tenant has nothing of another', async (_name, route) => {
    // The audit log has many rows by now, and shows the newest first.
    for (const tenant of ['acme', 'globex'])
      await pipeline.database.rows(
        `INSERT INTO audit_log (tenant, who, action, subject) VALUES ($1, $1, 'test', $1)`,
        [tenant],
      );
    const all = await call(longest(route), { headers: token() });
    // A list that shows nothing of either would pass below whatever it does: seed it in two-tenants.ts.
    expect([all.text.includes('acme'), all.text.includes('globex')]).toEqual([true, true]);
    const own = await call(longest(route), { headers: await session('admin', 'acme') });
    expect([own.status, own.text.includes('acme'), own.text.includes('globex')]).toEqual([200, true, false]);
  });

  const writing = closed.filter(({ method }) => method !== 'get');
  it.each(cases(writing))('%s: what it did is in the audit log', async (_name, route) => {
    const rows = async () => (await pipeline.database.rows('SELECT FROM audit_log')).length;
    const before = await rows();
    const { status } = await call(route, { headers: token(), of: things.initech, ...bodyOf(route) });
    // This API has no keys: a reveal gets as far as that. 404, 409, 412: there was nothing to do.
    const isDone = status < 300 || status === 501;
    expect([isDone, status]).toEqual([isDone || ![404, 409, 412].includes(status), status]);
    expect((await rows()) > before).toBe(isDone && !asking.includes(route.path));
  });

  it('tells of changes to incidents of one tenant only', async () => {
    const stream = await fetch(`${url}/v1/incident-changes`, { headers: await session('viewer', 'acme') });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let told = '';
    const until = async (text: string) => {
      while (!told.includes(text)) told += (await reader.read()).value ?? '';
    };
    await until('event: ready');
    const change = (tenant: string) =>
      pipeline.database.rows(`UPDATE incidents SET revision = revision + 1 WHERE tenant = $1`, [tenant]);
    await change('globex');
    await change('acme');
    await until(things.acme.incident);
    await change('globex');
    await change('acme');
    await until('"revision":3');
    expect(told).not.toContain(things.globex.incident);
    await reader.cancel();
  });

  it('shows a viewer no text of logs', async () => {
    const path = `/v1/incidents/${things.acme.incident}`;
    const textFor = async (role: Role) =>
      (await fetch(url + path, { headers: await session(role, 'acme') })).text();
    expect(await textFor('viewer')).not.toContain('text of acme');
    expect(await textFor('analyst')).toContain('text of acme');
  });

  it('lets a person do at their next call what they may then, and no more', async () => {
    const headers = await openSession(pipeline.database, { personId: things.globex.person, origin: url });
    const path = `${url}/v1/incidents`;
    const become = (role: string | null) =>
      pipeline.database.rows(`UPDATE people SET role = $2 WHERE person_id = $1`, [
        things.globex.person,
        role,
      ]);
    await become('admin');
    expect((await fetch(`${url}/v1/people`, { headers })).status).toBe(200);
    await become('lead');
    expect((await fetch(`${url}/v1/people`, { headers })).status).toBe(403);
    expect((await fetch(path, { headers })).status).toBe(200);
    await become(null);
    expect((await fetch(path, { headers })).status).toBe(401);
  });

  /** Everything of the other tenant that a request might change. */
  const everything = () =>
    pipeline.database.rows(
      `SELECT (SELECT jsonb_agg(to_jsonb(i)) FROM incidents i WHERE tenant = 'globex') AS incidents,
         (SELECT jsonb_agg(to_jsonb(p)) FROM people p WHERE tenant = 'globex') AS people,
         (SELECT jsonb_agg(to_jsonb(t)) FROM api_tokens t WHERE tenant = 'globex') AS tokens`,
    );
});

/** A body that the route's schema takes, so that what refuses it is not the schema. */
function bodyOf({ path, document: { body } }: Route): { body?: unknown } {
  if (body === undefined) return {};
  if (path in bodies) return { body: bodies[path] };
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const [value] = fc
    .sample(valuesOf(schema), { numRuns: 200, seed: 1 })
    .filter((candidate) => body.safeParse(candidate).success);
  return { body: value };
}
