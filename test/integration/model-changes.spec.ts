import { randomUUID } from 'node:crypto';
import { type DriftFinding, driftFingerprint } from '#contracts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { cleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { setFault } from '../support/faults/sandbox-state.js';
import { type Pipeline, type ReceivedCall, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;
let sandboxUrl: string;

beforeAll(async () => {
  pipeline = await createPipeline();
  sandboxUrl = (await pipeline.startSandbox()).url;
  await register('claims', 'v6');
  const alerting = await pipeline.start('alerting');
  cleanUp(() => alerting.stop());
}, 60_000);

/** What the collector writes when it first meets a version. */
const register = (model: string, version: string): Promise<unknown> =>
  pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', $1, $2, 'tuned')`,
    [model, version],
  );

async function changes(): Promise<readonly ReceivedCall[]> {
  return (await pipeline.received()).pagerduty.filter(({ method }) => method === 'change');
}

it('a new version of a model is one change event in PagerDuty, after a fault too; a first version is none', async () => {
  await setFault(sandboxUrl, { service: 'pagerduty', kind: '503', method: 'change' });
  await register('claims', 'v7');
  await register('scribe', 'v1');
  const unannounced = () => pipeline.database.rows('SELECT FROM models WHERE announced_at IS NULL');
  await eventually(async () => expect(await unannounced()).toHaveLength(0), { deadlineMs: 50_000 });
  expect(await changes()).toMatchObject([
    { status: 503 },
    { status: 202, body: { payload: { summary: 'claims: version v7 went live after v6' } } },
  ]);
}, 90_000);

describe('a deploy that changes several models', () => {
  interface Told {
    readonly model_id: string;
    readonly is_part: boolean;
    readonly finding_count: string;
    readonly messages: number;
  }
  const incidents = (): Promise<Told[]> =>
    pipeline.database.rows<Told>(
      `SELECT model_id, merged_into IS NOT NULL AS is_part, finding_count,
         (SELECT count(*)::int FROM notifications n WHERE n.incident_id = i.incident_id AND n.state = 'delivered') AS messages
       FROM incidents i JOIN models USING (model_key) ORDER BY number`,
    );
  const [whole, part, alone] = [
    { model_id: 'claims', is_part: false, messages: 1 },
    { model_id: 'triage', is_part: true, messages: 0 },
    { model_id: 'billing', is_part: false, messages: 1 },
  ];

  it('is one incident, whose parts are told in its thread; one that is kept still gets no part', async () => {
    for (const model of ['triage', 'billing']) await register(model, 'v1');
    for (const model of ['triage', 'billing']) await register(model, 'v2');
    await drifted('claims', 'v7');
    await eventually(async () => expect(await incidents()).toMatchObject([whole]));
    await drifted('triage', 'v2');
    await drifted('triage', 'v2');
    await eventually(async () =>
      expect(await incidents()).toMatchObject([{ ...whole, finding_count: '3' }, part]),
    );
    const why = /claims v7 and triage v2 went live together and changed with it/;
    await eventually(async () => expect(JSON.stringify((await pipeline.received()).slack)).toMatch(why));

    await pipeline.database.rows(
      `INSERT INTO silences (silence_id, tenant, matchers, starts_at, ends_at, author, comment)
       VALUES (gen_random_uuid(), 'default', ARRAY['model="claims"'], now(), now() + interval '1 hour', 'ada', 'known')`,
    );
    await drifted('billing', 'v2');
    await eventually(async () => expect(await incidents()).toMatchObject([whole, part, alone]));
  });
});

/** What the analyzer states of a version that changed when it went live. */
async function drifted(id: string, version: string): Promise<void> {
  const [model] = await pipeline.database.rows<{ model_key: number }>(
    `SELECT model_key FROM models WHERE model_id = $1 AND version = $2`,
    [id, version],
  );
  const finding: DriftFinding = {
    kind: 'drift',
    findingId: randomUUID(),
    tenant: 'default',
    model: { key: model!.model_key, id, version },
    severity: 'medium',
    fingerprint: driftFingerprint({ tenant: 'default', id, version }, 'refusals'),
    title: 'Refusals 2.0 → 4.1 %',
    reason: 'because',
    occurredAtMs: Date.now(),
    feature: 'refusals',
    direction: 'up',
    changeAtMs: Date.now(),
    ...{ baseline: 0.02, current: 0.04, effectLow: 0.01, arlMinutes: 1, evidenceIds: [] },
  };
  await pipeline.producer.send(pipeline.topics.findings, [
    { key: finding.fingerprint, value: JSON.stringify(finding) },
  ]);
}
