import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import { startCommand } from '../support/run-command.js';

describe('requests to the API', () => {
  let pipeline: Pipeline;
  let url: string;

  beforeAll(async () => {
    pipeline = await createPipeline({ RATE_LIMIT_PER_MINUTE: '60', LOGIN_RATE_LIMIT_PER_MINUTE: '10' });
    url = (await pipeline.start('api')).url;
  }, 60_000);

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const create = (body: object, headers: Record<string, string> = bearer(pipeline.apiToken)) =>
    fetch(`${url}/v1/tokens`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  interface Created {
    readonly id: string;
    readonly token: string;
    readonly prefix: string;
  }
  const created = async (body: object): Promise<Created> => (await (await create(body)).json()) as Created;

  it('by a token may do what its scopes say, until it is revoked, and each step is in the audit log', async () => {
    const { id, token, prefix } = await created({
      name: 'reader',
      scopes: ['incidents.read'],
      tenant: 'acme',
    });
    expect(token.startsWith(`tw_${prefix}_`)).toBe(true);
    const [kept] = await pipeline.database.rows<Record<string, unknown>>(
      'SELECT to_jsonb(t)::text AS row FROM api_tokens t WHERE token_id = $1',
      [id],
    );
    expect(JSON.stringify(kept)).not.toContain(token.slice(-43));
    const status = async (path: string) => (await fetch(url + path, { headers: bearer(token) })).status;
    expect(await status('/v1/incidents')).toBe(200);
    expect(await status('/v1/findings')).toBe(403);
    expect(await status('/v1/tokens')).toBe(403);
    const me = await fetch(`${url}/v1/session`, { headers: bearer(token) });
    expect(await me.json()).toEqual({
      ...{ who: `token:${prefix}`, role: null, tenant: 'acme' },
      permissions: ['session.own', 'incidents.read'],
    });
    const revoke = () =>
      fetch(`${url}/v1/tokens/${id}`, { method: 'DELETE', headers: bearer(pipeline.apiToken) });
    expect((await revoke()).status).toBe(204);
    expect((await revoke()).status).toBe(404);
    expect(await status('/v1/incidents')).toBe(401);
    const rows = await pipeline.database.rows<{ detail: Record<string, unknown> }>(
      `SELECT detail FROM audit_log WHERE subject = $1 AND action = 'tokens.manage' ORDER BY entry_id`,
      [`token:${prefix}`],
    );
    expect(rows.map(({ detail }) => detail['change'])).toEqual(['created', 'revoked']);
  });

  it('cannot hand out more than they have', async () => {
    const { token } = await created({
      name: 'issuer',
      scopes: ['tokens.manage', 'incidents.read'],
      tenant: 'acme',
    });
    const attempt = async (body: object) => (await create({ name: 'x', ...body }, bearer(token))).status;
    expect(await attempt({ scopes: ['incidents.read'], tenant: 'acme' })).toBe(201);
    expect(await attempt({ scopes: ['evidence.reveal'], tenant: 'acme' })).toBe(403);
    expect(await attempt({ scopes: ['incidents.read'], tenant: 'globex' })).toBe(403);
    expect(await attempt({ scopes: ['incidents.read'] })).toBe(403);
  });

  it('expire with their token', async () => {
    const { id, token } = await created({ name: 'short', scopes: ['incidents.read'], days: 1 });
    await pipeline.database.rows('UPDATE api_tokens SET expires_at = now() WHERE token_id = $1', [id]);
    expect((await fetch(`${url}/v1/incidents`, { headers: bearer(token) })).status).toBe(401);
  });

  it('make and end tokens from the command line', async () => {
    const run = (...args: string[]) =>
      startCommand(['tokens', ...args], { DATABASE_URL: pipeline.databaseUrl }).done;
    const made = await run('create', '--name', 'ci', '--role', 'viewer', '--by', 'ops');
    const { token, prefix } = JSON.parse(made.stdout) as Created;
    expect((await fetch(`${url}/v1/incidents`, { headers: bearer(token) })).status).toBe(200);
    const { stdout: listed } = await run('list');
    expect([listed.includes(prefix), listed.includes(token)]).toEqual([true, false]);
    expect((await run('revoke', prefix, '--by', 'ops')).code).toBe(0);
    expect((await fetch(`${url}/v1/incidents`, { headers: bearer(token) })).status).toBe(401);
  });

  describe('with an Idempotency-Key', () => {
    const post = (path: string, key: string, body?: object) =>
      fetch(url + path, {
        method: 'POST',
        headers: {
          ...bearer(pipeline.apiToken),
          'idempotency-key': key,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    const logouts = async () =>
      (await pipeline.database.rows(`SELECT FROM audit_log WHERE action = 'logout'`)).length;

    it('are done once, however often they are sent', async () => {
      const key = randomUUID();
      const before = await logouts();
      const statuses = await Promise.all(
        Array.from({ length: 5 }, async () => (await post('/v1/logout', key)).status),
      );
      expect(statuses.filter((status) => status !== 204 && status !== 409)).toEqual([]);
      expect((await post('/v1/logout', key)).status).toBe(204);
      expect(await logouts()).toBe(before + 1);
    });

    it('are refused with another body, and may be sent again after a refusal', async () => {
      const key = randomUUID();
      expect((await post('/v1/tokens', key, { name: 'x', scopes: [] })).status).toBe(400);
      const good = { name: 'x', scopes: ['incidents.read'] };
      expect((await post('/v1/tokens', key, good)).status).toBe(201);
      expect((await post('/v1/tokens', key, { ...good, name: 'y' })).status).toBe(422);
    });

    it('keep no secret for who asks again', async () => {
      const key = randomUUID();
      const body = { name: 'once', scopes: ['incidents.read'] };
      const { token } = (await (await post('/v1/tokens', key, body)).json()) as Created;
      const again = await post('/v1/tokens', key, body);
      expect([again.status, await again.text()]).toEqual([409, expect.not.stringContaining(token)]);
      const kept = await pipeline.database.rows('SELECT FROM idempotency_keys WHERE answer IS NOT NULL');
      expect(kept).toEqual([]);
    });

    it.each(['with space', 'k'.repeat(201)])('want a key, not "%s"', async (key) => {
      expect((await post('/v1/logout', key)).status).toBe(400);
    });
  });

  it('are refused with 429 and a time to wait once one login makes too many; others go on', async () => {
    const { token } = await created({ name: 'busy', scopes: ['incidents.read'] });
    const answers = await Promise.all(
      Array.from({ length: 61 }, () => fetch(`${url}/v1/session`, { headers: bearer(token) })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await created({ name: 'calm', scopes: ['incidents.read'] });
    expect((await fetch(`${url}/v1/session`, { headers: bearer(other.token) })).status).toBe(200);
  });

  it('without a login are refused with 429 once an address has failed too often; logins go on', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 11; index += 1)
      statuses.push((await fetch(`${url}/v1/incidents`, { headers: bearer('wrong') })).status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.at(-1)).toBe(429);
    const { token } = await created({ name: 'after', scopes: ['incidents.read'] });
    expect((await fetch(`${url}/v1/incidents`, { headers: bearer(token) })).status).toBe(200);
  });
});
