import { createHmac } from 'node:crypto';
import getPort from 'get-port';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browse.js';
import { type Claims, type IdentityProvider, startIdentityProvider } from '../support/identity-provider.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import { spawnApp } from '../support/spawn-app.js';

const sessionCookie = 'tunewarden_session';

describe('login by an identity provider', () => {
  let pipeline: Pipeline;
  let provider: IdentityProvider;
  let url: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    const port = String(await getPort({ host: '127.0.0.1' }));
    url = `http://127.0.0.1:${port}`;
    provider = await startIdentityProvider(url);
    env = {
      HTTP_PORT: port,
      PUBLIC_URL: url,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      LOGIN_RATE_LIMIT_PER_MINUTE: '100000',
      OIDC_ROLES: 'everyone=viewer@acme, soc=analyst@acme, admins=admin',
    };
    pipeline = await createPipeline(env);
    await pipeline.start('api');
  }, 60_000);

  beforeEach(() => {
    provider.forge = undefined;
  });

  /** Goes to the provider, logs in there and agrees; stops before the console. */
  async function logIn(name: string, browser = new Browser()): Promise<Response> {
    const end = `${url}/incidents`;
    const form = await browser.go(`${url}/login/oidc`, {}, end);
    // The provider knows a browser that was there before.
    if (form.status !== 200) return form;
    const asked = await browser.submit(form, { login: name, password: 'any' }, end);
    return asked.status === 200 ? browser.submit(asked, {}, end) : asked;
  }

  /** Up to the provider's answer, which is not yet brought back. */
  async function untilAnswer(name: string, browser: Browser): Promise<string> {
    const callback = `${url}/login/oidc/callback`;
    const form = await browser.go(`${url}/login/oidc`);
    const asked = await browser.submit(form, { login: name, password: 'any' }, callback);
    const answered = asked.status === 200 ? await browser.submit(asked, {}, callback) : asked;
    return answered.headers.get('location')!;
  }

  const ask = async (browser: Browser, path: string) => {
    const cookie = `${sessionCookie}=${browser.cookies(url).get(sessionCookie)}`;
    const answer = await fetch(url + path, { headers: { cookie } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const personOf = async (subject: string) => {
    const [row] = await pipeline.database.rows<{ person_id: string; role: string; tenant: string | null }>(
      'SELECT person_id, role, tenant FROM people WHERE subject = $1',
      [subject],
    );
    return row!;
  };

  it('gives the role and the tenant of the groups, by code and PKCE, and writes it down', async () => {
    provider.people.set('ada', {
      name: 'Ada',
      email: 'ada@example.com',
      email_verified: true,
      groups: ['soc'],
    });
    const sent = await fetch(`${url}/login/oidc`, { redirect: 'manual' });
    const query = new URL(sent.headers.get('location')!).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)).toMatch(/^[\w-]{43}$/);

    const browser = new Browser();
    expect((await logIn('ada', browser)).headers.get('location')).toBe('/incidents');
    expect(browser.setCookies.find((cookie) => cookie.startsWith(`${sessionCookie}=`))).toMatch(
      /^tunewarden_session=[\w-]{43};.*HttpOnly; SameSite=Strict$/,
    );
    expect(await ask(browser, '/v1/session')).toMatchObject({
      status: 200,
      body: {
        who: expect.stringMatching(/^ada@example\.com \([0-9a-f]{8}\)$/),
        role: 'analyst',
        tenant: 'acme',
      },
    });
    const rows = await pipeline.database.rows('SELECT action, tenant, detail FROM audit_log');
    expect(rows).toContainEqual({
      action: 'login',
      tenant: 'acme',
      detail: { outcome: 'logged in', role: 'analyst' },
    });
  });

  it('follows the groups at the next login, unless an admin has said otherwise', async () => {
    provider.people.set('bob', { name: 'Bob', groups: ['admins', 'everyone'] });
    await logIn('bob');
    expect(await personOf('bob')).toMatchObject({ role: 'admin', tenant: null });
    provider.people.set('bob', { name: 'Bob', groups: ['everyone'] });
    const browser = new Browser();
    await logIn('bob', browser);
    const { person_id: id } = await personOf('bob');
    expect(await personOf('bob')).toMatchObject({ role: 'viewer', tenant: 'acme' });

    const person = `${url}/v1/people/${id}`;
    const headers = { authorization: `Bearer ${pipeline.apiToken}`, 'content-type': 'application/json' };
    const etag = (await fetch(person, { headers })).headers.get('etag')!;
    const change = (body: unknown, ifMatch?: string) =>
      fetch(person, {
        method: 'PATCH',
        headers: { ...headers, ...(ifMatch && { 'if-match': ifMatch }) },
        body: JSON.stringify(body),
      });
    const access = { access: { role: 'lead', tenant: 'globex' } };
    expect((await change(access)).status).toBe(428);
    expect((await change(access, '"0"')).status).toBe(412);
    const changed = await change(access, etag);
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, expect.not.stringMatching(etag)]);
    expect((await change(access, etag)).status).toBe(412);
    expect((await ask(browser, '/v1/session')).body).toMatchObject({ role: 'lead', tenant: 'globex' });
    await logIn('bob');
    expect(await personOf('bob')).toMatchObject({ role: 'lead', tenant: 'globex' });

    const latest = (await fetch(person, { headers })).headers.get('etag')!;
    expect((await change({ disabled: true }, latest)).status).toBe(200);
    expect((await ask(browser, '/v1/session')).status).toBe(401);
    expect((await logIn('bob')).status).toBe(403);
  });

  it('lets nobody in whose groups have no role', async () => {
    provider.people.set('eve', { name: 'Eve', groups: ['guests'] });
    const browser = new Browser();
    expect((await logIn('eve', browser)).status).toBe(403);
    expect(browser.cookies(url).has(sessionCookie)).toBe(false);
  });

  it('ends the session that the browser had', async () => {
    provider.people.set('dan', { name: 'Dan', groups: ['everyone'] });
    const browser = new Browser();
    await logIn('dan', browser);
    const before = browser.cookies(url).get(sessionCookie)!;
    await logIn('dan', browser);
    expect(browser.cookies(url).get(sessionCookie)).not.toBe(before);
    const answer = await fetch(`${url}/v1/session`, { headers: { cookie: `${sessionCookie}=${before}` } });
    expect(answer.status).toBe(401);
  });

  it.each<[string, (answer: URL, browser: Browser) => Promise<Response>]>([
    ['another state', (answer, browser) => browser.go(changed(answer, 'state', 'x'.repeat(43)))],
    ['another code', (answer, browser) => browser.go(changed(answer, 'code', 'x'.repeat(43)))],
    ['another issuer', (answer, browser) => browser.go(changed(answer, 'iss', 'https://evil.example'))],
    ['a browser that began no login', (answer) => new Browser().go(answer.href)],
    ['a refusal of the provider', (answer, browser) => browser.go(changed(answer, 'error', 'access_denied'))],
    [
      'another verifier',
      async (answer, browser) => {
        await pipeline.database.rows(`UPDATE oidc_logins SET code_verifier = repeat('x', 43)`);
        return browser.go(answer.href);
      },
    ],
  ])('takes no answer with %s', async (_what, bring) => {
    provider.people.set('ada', { name: 'Ada', groups: ['soc'] });
    const browser = new Browser();
    const answer = await bring(new URL(await untilAnswer('ada', browser)), browser);
    expect(answer.status).toBe(403);
    expect(browser.cookies(url).has(sessionCookie)).toBe(false);
  });

  it('takes an answer once', async () => {
    provider.people.set('ada', { name: 'Ada', groups: ['soc'] });
    const browser = new Browser();
    const answer = await untilAnswer('ada', browser);
    const stop = `${url}/incidents`;
    expect((await browser.go(answer, {}, stop)).status).toBe(303);
    expect((await browser.go(answer, {}, stop)).status).toBe(403);
  });

  const unsigned = (idToken: string) => `${idToken.slice(0, -8)}AAAAAAAA`;
  const re = (change: Claims) => (idToken: string) => provider.sign({ ...claimsOf(idToken), ...change });
  it.each<[string, (idToken: string) => string]>([
    ['a signature that does not hold', unsigned],
    ['no signature', (idToken) => `${header({ alg: 'none' })}.${idToken.split('.')[1]}.`],
    ['an HMAC by the client secret', (idToken) => hmac(idToken, provider.clientSecret)],
    ['another audience', re({ aud: 'another-client' })],
    ['another issuer', re({ iss: 'https://evil.example' })],
    ['another nonce', re({ nonce: 'x'.repeat(43) })],
    ['an end that is past', re({ iat: 1_000_000, exp: 1_000_600 })],
  ])('takes no ID token with %s', async (_what, forge) => {
    provider.people.set('ada', { name: 'Ada', groups: ['soc'] });
    provider.forge = (idToken) => re({})(idToken);
    expect((await logIn('ada')).status).toBe(303);
    provider.forge = forge;
    const browser = new Browser();
    expect((await logIn('ada', browser)).status).toBe(403);
    expect(browser.cookies(url).has(sessionCookie)).toBe(false);
  });

  it('takes signatures of the one algorithm that it was told', async () => {
    const port = String(await getPort({ host: '127.0.0.1' }));
    const other = `http://127.0.0.1:${port}`;
    const strict = { DATABASE_URL: pipeline.databaseUrl, API_TOKEN: pipeline.apiToken };
    await spawnApp('api', { ...env, ...strict, OIDC_ALGORITHM: 'ES256', HTTP_PORT: port });
    provider.people.set('ada', { name: 'Ada', groups: ['soc'] });
    const browser = new Browser();
    const sent = await browser.go(`${other}/login/oidc`, {}, provider.issuer);
    const form = await browser.go(sent.headers.get('location')!);
    const callback = `${url}/login/oidc/callback`;
    const asked = await browser.submit(form, { login: 'ada', password: 'any' }, callback);
    const answered = asked.status === 200 ? await browser.submit(asked, {}, callback) : asked;
    const { search } = new URL(answered.headers.get('location')!);
    expect((await browser.go(`${other}/login/oidc/callback${search}`)).status).toBe(403);
  });

  it('says so while the provider does not answer', async () => {
    const port = String(await getPort({ host: '127.0.0.1' }));
    const away = { DATABASE_URL: pipeline.databaseUrl, API_TOKEN: pipeline.apiToken };
    const api = await spawnApp('api', {
      ...env,
      ...away,
      OIDC_ISSUER: 'http://127.0.0.1:9',
      HTTP_PORT: port,
    });
    const answer = await fetch(`${api.url}/login/oidc`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });
});

function changed(url: URL, name: string, value: string): string {
  const copy = new URL(url);
  copy.searchParams.set(name, value);
  return copy.href;
}

function claimsOf(idToken: string): Claims {
  return JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as Claims;
}

function header(fields: object): string {
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

function hmac(idToken: string, secret: string): string {
  const text = `${header({ alg: 'HS256' })}.${idToken.split('.')[1]}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
