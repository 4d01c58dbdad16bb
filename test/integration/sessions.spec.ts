import { beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browse.js';
import { openSession } from '../support/open-session.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import { spawnApp } from '../support/spawn-app.js';

describe('sessions', () => {
  let pipeline: Pipeline;
  let url: string;

  beforeAll(async () => {
    pipeline = await createPipeline();
    url = (await pipeline.start('api')).url;
  }, 60_000);

  const ask = (cookie: string, at = url) => fetch(`${at}/v1/session`, { headers: { cookie } });
  const linkFor = (body: object | undefined, at = url) =>
    fetch(`${at}/v1/login-links`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${pipeline.apiToken}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  /** Moves every time of every session into the past. */
  const age = (column: 'rotated_at' | 'last_seen_at', by: string) =>
    pipeline.database.rows(`UPDATE login_sessions SET ${column} = ${column} - $1::interval`, [by]);

  it('get a new token every half hour, once, and the old one holds a minute longer', async () => {
    const { cookie } = await openSession(pipeline.database, { role: 'lead', origin: url });
    expect((await ask(cookie)).headers.get('set-cookie')).toBeNull();
    await age('rotated_at', '31 minutes');
    const answers = await Promise.all([ask(cookie), ask(cookie), ask(cookie)]);
    const renewed = answers.map((answer) => answer.headers.get('set-cookie')).filter((text) => text !== null);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(renewed).toEqual([
      expect.stringMatching(/^tunewarden_session=[\w-]{43};.*HttpOnly; SameSite=Strict$/),
    ]);
    const fresh = renewed[0]!.split(';')[0]!;
    expect([(await ask(cookie)).status, (await ask(fresh)).status]).toEqual([200, 200]);
    await age('rotated_at', '61 seconds');
    expect([(await ask(cookie)).status, (await ask(fresh)).status]).toEqual([401, 200]);
  });

  it('of which the token was renewed end as a whole', async () => {
    const { cookie, origin } = await openSession(pipeline.database, { role: 'lead', origin: url });
    await age('rotated_at', '31 minutes');
    const fresh = (await ask(cookie)).headers.get('set-cookie')!.split(';')[0]!;
    const left = await fetch(`${url}/v1/logout`, { method: 'POST', headers: { cookie, origin } });
    expect(left.status).toBe(204);
    expect([(await ask(cookie)).status, (await ask(fresh)).status]).toEqual([401, 401]);
  });

  it('end an hour after they were used last, and go on while they are used', async () => {
    const { cookie } = await openSession(pipeline.database, { role: 'lead', origin: url });
    for (let use = 0; use < 3; use += 1) {
      await age('last_seen_at', '50 minutes');
      expect((await ask(cookie)).status).toBe(200);
    }
    await age('last_seen_at', '61 minutes');
    expect((await ask(cookie)).status).toBe(401);
  });

  it('by a link are of the role and the tenant that it was made for, and replace the one before', async () => {
    const browser = new Browser();
    const enter = async (body: object | undefined) => {
      const { url: link } = (await (await linkFor(body)).json()) as { url: string };
      await browser.go(link, {}, `${url}/incidents`);
      return `tunewarden_session=${browser.cookies(url).get('tunewarden_session')}`;
    };
    const first = await enter(undefined);
    expect(await (await ask(first)).json()).toMatchObject({ role: 'admin', tenant: null });
    const second = await enter({ role: 'analyst', tenant: 'acme' });
    expect(await (await ask(second)).json()).toMatchObject({ role: 'analyst', tenant: 'acme' });
    expect((await ask(first)).status).toBe(401);
  });

  it('are not opened by links where browsers reach the API from elsewhere', async () => {
    const { url: link } = (await (await linkFor(undefined)).json()) as { url: string };
    const installation = { DATABASE_URL: pipeline.databaseUrl, API_TOKEN: pipeline.apiToken };
    const api = await spawnApp('api', { ...installation, PUBLIC_URL: 'https://warden.example.com' });
    expect((await linkFor(undefined, api.url)).status).toBe(403);
    const spent = await fetch(`${api.url}/login${new URL(link).search}`, { redirect: 'manual' });
    expect([spent.status, spent.headers.get('set-cookie')]).toEqual([403, null]);
  });
});
