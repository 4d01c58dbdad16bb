import { beforeAll, expect, it } from '@jest/globals';
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
  await register('triage', 'v1');
  const unannounced = () => pipeline.database.rows('SELECT FROM models WHERE announced_at IS NULL');
  await eventually(async () => expect(await unannounced()).toHaveLength(0), { deadlineMs: 50_000 });
  expect(await changes()).toMatchObject([
    { status: 503 },
    { status: 202, body: { payload: { summary: 'claims: version v7 went live after v6' } } },
  ]);
}, 90_000);
