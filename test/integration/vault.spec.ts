import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headerNames } from '#contracts';
import { headerBytes } from '#kafka';
import { destroyKeys } from '#keys';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { ordinaryInteraction, plantedAttack } from '../support/planted-traffic.js';
import { readTopic } from '../support/read-topic.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import { testEnvironment } from '../support/test-environment.js';

const secret = 'My name is Ada, ada@example.com.';
const reason = 'Case 4711: is it a customer?';
const ofTenant = (tenant: string, logged: { value: string; key: string }) => ({
  key: logged.key,
  value: JSON.stringify({ ...(JSON.parse(logged.value) as object), tenant }),
});

interface AuditRow {
  readonly who: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string>>;
}

describe('the evidence vault', () => {
  let pipeline: Pipeline;
  let url: string;
  let keysFile: string;
  /** Evidence by tenant: `acme` has a vault, `globex` has none. */
  const evidence = new Map<string, string>();

  beforeAll(async () => {
    keysFile = join(testEnvironment().folder, `keys-${randomBytes(4).toString('hex')}.json`);
    pipeline = await createPipeline({ KEYS_FILE: keysFile, VAULT_TENANTS: 'acme, initech' });
    await pipeline.start('collector');
    const [api] = await Promise.all([pipeline.start('api'), pipeline.start('analyzer')]);
    url = api.url;
    await pipeline.producer.send(pipeline.topics.source, [
      ofTenant('acme', plantedAttack('acme', 1, 'm', secret)),
      ofTenant('acme', ordinaryInteraction('acme', 1, 'm')),
      ofTenant('globex', plantedAttack('globex', 1, 'm', secret)),
    ]);
    await eventually(
      async () => {
        const rows = await pipeline.database.rows<{
          tenant: string;
          evidence_id: string;
          why_stored: string;
        }>('SELECT tenant, evidence_id, why_stored FROM evidence JOIN models USING (model_key)');
        // One more text is kept: the sample of ordinary traffic.
        expect(rows.map((row) => row.why_stored).sort()).toEqual(['flagged', 'flagged', 'sample']);
        for (const row of rows) if (row.why_stored === 'flagged') evidence.set(row.tenant, row.evidence_id);
      },
      { deadlineMs: 60_000 },
    );
  }, 180_000);

  const reveal = (id: string | undefined, body: unknown = { reason }, headers: Record<string, string> = {}) =>
    fetch(`${url}/v1/evidence/${id}/reveal`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${pipeline.apiToken}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
  const audited = (): Promise<AuditRow[]> =>
    pipeline.database.rows('SELECT who, subject, detail FROM audit_log ORDER BY entry_id');
  const lastAudited = async () => (await audited()).at(-1);
  const session = async (role: string): Promise<Record<string, string>> => {
    const token = randomBytes(32).toString('base64url');
    await pipeline.database.rows(
      `INSERT INTO login_sessions (token_digest, role, expires_at) VALUES ($1, $2, now() + interval '1 hour')`,
      [createHash('sha256').update(token).digest(), role],
    );
    return { authorization: '', cookie: `tunewarden_session=${token}`, origin: url };
  };

  it('holds the originals of evidence of its tenants, sealed, and of nobody else', async () => {
    const rows = await pipeline.database.rows<Record<string, unknown> & { sealed: Buffer }>(
      'SELECT evidence_id, tenant, actor, stored_on::text, sealed FROM vault_entries',
    );
    expect(rows).toEqual([
      {
        evidence_id: evidence.get('acme'),
        tenant: 'acme',
        actor: expect.stringMatching(/^⟦?actor:/),
        stored_on: new Date().toISOString().slice(0, 10),
        sealed: expect.any(Buffer),
      },
    ]);
    expect(rows[0]!.sealed.toString('latin1')).not.toMatch(/Ada|instructions/);
    const records = await readTopic(pipeline, pipeline.topics.masked);
    const sealed = records.map((record) => headerBytes(record, headerNames.sealed));
    expect(sealed.filter((bytes) => bytes !== undefined)).toHaveLength(2);
    for (const bytes of sealed) expect(bytes?.includes('Ada') ?? false).toBe(false);
    expect(readFileSync(keysFile, 'utf8')).not.toMatch(/"globex",\s+"purpose": "vault"/);
  });

  it('shows an original to who may see it and says why, after it is in the audit log', async () => {
    const answer = await reveal(evidence.get('acme'));
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const body = (await answer.json()) as { turns: { role: string; content: string }[]; originals: string[] };
    expect(body.turns.map(({ role }) => role)).toEqual(['user', 'response']);
    expect(body.turns[0]!.content).toContain(secret);
    expect(JSON.parse(body.originals[0]!)).toMatchObject({ actor: { id: 'actor-of-acme-attack-session-1' } });
    expect(await audited()).toEqual([
      {
        who: 'api-token',
        subject: evidence.get('acme'),
        detail: { reason, outcome: 'revealed', tenant: 'acme' },
      },
    ]);
    expect((await reveal(evidence.get('acme'), { reason }, await session('lead'))).status).toBe(200);
    expect((await lastAudited())?.who).toMatch(/^session:[0-9a-f]{12}$/);
  });

  it('shows nothing that it could not write into the audit log', async () => {
    await pipeline.database.rows('ALTER TABLE audit_log RENAME TO audit_log_away');
    const answer = await reveal(evidence.get('acme'));
    await pipeline.database.rows('ALTER TABLE audit_log_away RENAME TO audit_log');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('Ada');
  });

  it.each(['viewer', 'analyst'])('refuses a %s, and writes down the try', async (role) => {
    const answer = await reveal(evidence.get('acme'), { reason }, await session(role));
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('Ada');
    expect(await lastAudited()).toMatchObject({ detail: { outcome: 'forbidden', role } });
  });

  it.each([
    ['none', {}],
    ['a short one', { reason: 'because' }],
    ['spaces', { reason: ' '.repeat(40) }],
    ['a long one', { reason: 'x'.repeat(501) }],
    ['two lines', { reason: 'one line and\nanother' }],
    ['half a character', { reason: 'lone surrogate \ud800' }],
    ['no text', { reason: 12345678901 }],
  ])('wants a reason, not %s', async (_what, body) => {
    const before = await audited();
    expect((await reveal(evidence.get('acme'), body)).status).toBe(400);
    expect(await audited()).toEqual(before);
  });

  it('lets nobody in without a login', async () => {
    expect((await reveal(evidence.get('acme'), { reason }, { authorization: '' })).status).toBe(401);
  });

  it.each([
    ['evidence of a tenant without a vault', () => evidence.get('globex')],
    ['evidence that is not there', () => randomUUID()],
  ])('has nothing of %s', async (_what, id) => {
    const subject = id();
    expect((await reveal(subject)).status).toBe(404);
    expect(await lastAudited()).toMatchObject({ subject, detail: { outcome: 'not-in-vault', reason } });
  });

  it('opens nothing that stands in another row', async () => {
    await pipeline.database.rows(
      `INSERT INTO vault_entries SELECT $1, stored_on, tenant, actor, sealed FROM vault_entries WHERE evidence_id = $2`,
      [evidence.get('globex'), evidence.get('acme')],
    );
    const answer = await reveal(evidence.get('globex'));
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('does not open')]);
    expect(await lastAudited()).toMatchObject({ detail: { outcome: 'does-not-open' } });
  });

  it('opens nothing with another key, and nothing ever once the key is destroyed', async () => {
    const file = readFileSync(keysFile, 'utf8');
    writeFileSync(keysFile, file.replaceAll(/"key": "[0-9a-f]{64}"/g, `"key": "${'0a'.repeat(32)}"`));
    await eventually(async () => expect((await reveal(evidence.get('acme'))).status).toBe(500));
    writeFileSync(keysFile, file);
    await eventually(async () => expect((await reveal(evidence.get('acme'))).status).toBe(200));
    destroyKeys(keysFile, 'acme', 'vault');
    const answer = await eventually(async () => {
      const gone = await reveal(evidence.get('acme'));
      expect(gone.status).toBe(410);
      return gone;
    });
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('destroyed') });
    expect(await lastAudited()).toMatchObject({ detail: { outcome: 'key-destroyed' } });
  });
});
