import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { plantIncident } from '../support/plant-incidents.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;
let url: string;

interface Page {
  readonly items: readonly { id: string; number: number; severity: string; title: string }[];
  readonly next: string | null;
}

beforeAll(async () => {
  pipeline = await createPipeline();
  url = (await pipeline.start('api')).url;
  const { database } = pipeline;
  await database.rows(
    `INSERT INTO models (tenant, model_id, version, kind)
     SELECT 'default', (ARRAY['claims', 'triage'])[1 + n % 2], 'v' || n, 'tuned' FROM generate_series(1, 4) n`,
  );
  // Times in microseconds: a cursor of milliseconds would lose or repeat rows.
  await database.rows(
    `INSERT INTO incidents (incident_id, tenant, model_key, fingerprint, kind, family, severity, status, outcome, title,
       reason, finding_count, first_seen_at, last_seen_at, opened_at, revision)
     SELECT gen_random_uuid(), 'default', 1 + n % 4, 'f' || n, (ARRAY['attack', 'drift'])[1 + n % 2],
       (ARRAY['persona', 'system-prompt-leak', 'override'])[1 + n % 3],
       (ARRAY['info', 'low', 'medium', 'high', 'critical'])[1 + n % 5],
       (ARRAY['open', 'open', 'acknowledged', 'resolved'])[1 + n % 4], NULL, 'Incident about apples' || n, 'One reason',
       1, now(), '2026-11-01T10:00:00Z'::timestamptz + n % 7 * interval '1 microsecond', now(), 1
     FROM generate_series(1, 120) n`,
  );
  await database.rows(
    `INSERT INTO notifications (notification_id, incident_id, channel, state, wanted_revision, due_at)
     SELECT gen_random_uuid(), incident_id, 'slack', 'failed', 1, now() FROM incidents WHERE number <= 10`,
  );
}, 60_000);

const authorization = () => ({ authorization: `Bearer ${pipeline.apiToken}` });
const ask = async <T>(path: string): Promise<T> =>
  (await (await fetch(url + path, { headers: authorization() })).json()) as T;

describe('the list of incidents', () => {
  it('pages through everything once in the order of triage', async () => {
    const seen: Page['items'][number][] = [];
    let cursor = '';
    for (let next: string | null = ''; next !== null; cursor = `&cursor=${next}`) {
      const page: Page = await ask(`/v1/incidents?status=all&limit=7${cursor}`);
      seen.push(...page.items);
      next = page.next;
      if (next === null) break;
    }
    expect([seen.length, new Set(seen.map(({ id }) => id)).size]).toEqual([120, 120]);
    const order = ['critical', 'high', 'medium', 'low', 'info'];
    const ranks = seen.map(({ severity }) => order.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  it.each([
    ['', `status <> 'resolved'`],
    ['status=acknowledged', `status = 'acknowledged'`],
    ['status=resolved&kind=drift', `status = 'resolved' AND kind = 'drift'`],
    ['severity=high,critical', `status <> 'resolved' AND severity IN ('high', 'critical')`],
    [
      'status=all&model=claims&version=v2',
      `model_key IN (SELECT model_key FROM models WHERE model_id = 'claims' AND version = 'v2')`,
    ],
    ['status=all&family=persona', `family = 'persona'`],
    ['status=all&delivery=failed&channel=slack', `number <= 10`],
    ['status=all&delivery=failed&channel=pagerduty', `false`],
    ['status=all&q=apples7', `title LIKE '% apples7%'`],
    ['status=all&q=prompt+leak', `family = 'system-prompt-leak'`],
    ['status=all&q=INC-12', `number = 12`],
    ['status=all&q=TRIAGE', `model_key IN (SELECT model_key FROM models WHERE model_id = 'triage')`],
    ['status=all&actor=actor:none', `false`],
    [`status=all&q=${encodeURIComponent("') | ( & ! :* <->")}`, `false`],
  ])('narrowed by "%s" holds what it should, and counts it', async (filter, condition) => {
    const wanted = await pipeline.database.rows<{ incident_id: string }>(
      `SELECT incident_id FROM incidents WHERE ${condition}`,
    );
    const { items } = await ask<Page>(`/v1/incidents?limit=200&${filter}`);
    expect(items.map(({ id }) => id).sort()).toEqual(wanted.map((row) => row.incident_id).sort());
    const { total } = await ask<{ total: number }>(`/v1/incident-groups?${filter}`);
    expect(total).toBe(wanted.length);
  });

  it.each([
    'model=%00',
    'q=%00',
    'severity=odd',
    'delivery=odd',
    `cursor=${Buffer.from('[3, "99999999999999999999", "0190d9a0-0000-7000-8000-000000000000"]').toString('base64url')}`,
  ])('refuses %s', async (query) => {
    const answer = await fetch(`${url}/v1/incidents?${query}`, { headers: authorization() });
    expect(answer.status).toBe(400);
  });

  it('counts groups by up to three fields', async () => {
    const { groups } = await ask<{ groups: { values: Record<string, string>; incidents: number }[] }>(
      '/v1/incident-groups?status=all&by=kind,model',
    );
    expect(groups.map(({ values }) => values)).toEqual(
      expect.arrayContaining([{ kind: 'drift', model: 'claims' }]),
    );
    expect(groups.reduce((sum, { incidents }) => sum + incidents, 0)).toBe(120);
    const refused = await fetch(`${url}/v1/incident-groups?by=title`, { headers: authorization() });
    expect(refused.status).toBe(400);
  });
});

describe('where an incident comes from', () => {
  const planted = {
    family: 'instruction-override',
    app: 'portal',
    address: 'address:1',
    actor: 'actor:1',
    session: 's:1',
  };
  let id: string;
  const others: Record<string, string> = {};

  beforeAll(async () => {
    const { database } = pipeline;
    id = await plantIncident(database, { ...planted, rules: ['rule-a', 'rule-b'] });
    others['address'] = await plantIncident(database, {
      ...{ model: 'other', family: 'persona', app: 'batch', address: 'address:1' },
      ...{ actor: 'actor:2', session: 's:2' },
    });
    others['cluster'] = await plantIncident(database, {
      ...{ model: 'third', family: 'encoded-payload', actor: 'actor:3', session: 's:3' },
    });
    await database.rows(
      `UPDATE evidence SET signal = jsonb_set(signal, '{attack,families}', '{}') WHERE app = 'batch'`,
    );
    // One campaign that took part of both for its own; a finding of the first's that is none joins nothing.
    await database.rows(
      `WITH told AS (
         INSERT INTO findings (finding_id, kind, tenant, model_key, severity, fingerprint, title, occurred_at, body)
         SELECT gen_random_uuid(), 'attack', 'default', 1, 'high', 'campaign/default/persona', 'One attack', now(), '{}'
         RETURNING finding_id)
       INSERT INTO finding_evidence (finding_id, evidence_id, stored_on)
       SELECT told.finding_id, evidence_id, stored_on
       FROM told, incident_findings JOIN finding_evidence USING (finding_id) WHERE incident_id = ANY($1::uuid[])`,
      [[id, others['cluster']]],
    );
  });

  it('is in the list: applications, and what found it', async () => {
    const { items } = await ask<{ items: { id: string; apps: string[]; detectors: string[] }[] }>(
      '/v1/incidents?model=claims-assistant',
    );
    expect(items).toMatchObject([{ id, apps: ['portal'], detectors: ['rule-a', 'rule-b'] }]);
    const { items: found } = await ask<{ items: { apps: string[]; detectors: string[] }[] }>(
      '/v1/incidents?model=other',
    );
    // No rule that matched is of its family: a pattern over many messages found it.
    expect(found).toMatchObject([{ apps: ['batch'], detectors: ['persona'] }]);
  });

  it('leads to incidents of one address, and of one campaign', async () => {
    const { related } = await ask<{ related: { id: string; by: string[] }[] }>(`/v1/incidents/${id}/context`);
    expect(related).toMatchObject([
      { id: others['cluster'], by: ['cluster'] },
      { id: others['address'], by: ['address'] },
    ]);
  });
});

describe('changes of incidents', () => {
  it('are told as they happen, once each, to who is logged in', async () => {
    expect((await fetch(`${url}/v1/incident-changes`)).status).toBe(401);
    const stream = await fetch(`${url}/v1/incident-changes`, { headers: authorization() });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('event: ready');
    const [{ incident_id: id } = { incident_id: '' }] = await pipeline.database.rows<{ incident_id: string }>(
      `UPDATE incidents SET severity = 'critical', revision = 2 WHERE number = 1 RETURNING incident_id`,
    );
    let told = '';
    while (!told.includes(id)) told += (await reader.read()).value ?? '';
    expect(told).toMatch(/event: changes\ndata: \[.*"severity":"critical","revision":2/);
    await pipeline.database.rows(`UPDATE incidents SET revision = 3 WHERE number = 2`);
    let next = '';
    while (!next.includes('"revision":3')) next += (await reader.read()).value ?? '';
    expect(next).not.toContain(id);
    await reader.cancel();
  });
});

describe('saved views', () => {
  const save = (body: object) =>
    fetch(`${url}/v1/saved-views`, {
      method: 'POST',
      headers: { ...authorization(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('are saved under a name, saved over, and removed', async () => {
    await save({ name: 'Mine', query: 'severity=high' });
    const saved = (await (await save({ name: 'Mine', query: 'kind=drift' })).json()) as { id: string };
    const { items } = await ask<{ items: object[] }>('/v1/saved-views');
    expect(items).toEqual([expect.objectContaining({ id: saved.id, name: 'Mine', query: 'kind=drift' })]);
    const remove = () =>
      fetch(`${url}/v1/saved-views/${saved.id}`, { method: 'DELETE', headers: authorization() });
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 404]);
  });

  it.each([
    { name: '', query: '' },
    { name: 'two\nlines', query: '' },
    { name: 'markup', query: 'q=<script>' },
    { name: 'x', query: 'a'.repeat(1001) },
    { name: randomUUID().repeat(3), query: '' },
  ])('refuse %j', async (body) => {
    expect((await save(body)).status).toBe(400);
  });
});
