import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allMaskers } from '#privacy';
import { expect, it } from '@jest/globals';
import { apiAnswers } from '../support/canary/api-answers.js';
import { canaryAttacks, canaryMessages } from '../support/canary/canary-messages.js';
import { type CanaryValue, canaryValues } from '../support/canary/canary-values.js';
import { CanarySearch } from '../support/canary/everything-written.js';
import { searchFor } from '../support/canary/find-values.js';
import { sendCanaries } from '../support/canary/send-canaries.js';
import { eventually } from '../support/eventually.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';
import { testEnvironment } from '../support/test-environment.js';
import { startOtlpReceiver } from './otlp-receiver.js';

const planted = 200;
const attacks = 8;
const types = allMaskers.map(({ type }) => type);
const seed = Number(process.env['TUNEWARDEN_SEED'] ?? Date.now() % 1_000_000);

/** Places, by how their names begin, that hold something of every run: a search of nothing proves nothing. */
const mustHold = [
  ...['interactions.masked', 'interactions.parts', 'interactions.dlq', 'findings'].map(
    (name) => `topic ${name}`,
  ),
  ...['evidence', 'findings', 'incidents', 'dead_letters', 'guardrail_results', 'notifications'].map(
    (name) => `table public.${name}`,
  ),
  ...['/v1/incidents', '/v1/incidents/{id}', '/v1/findings', '/v1/models'].map((route) => `API ${route}`),
  ...['collector', 'analyzer', 'alerting', 'api'].flatMap((app) => [`${app} /metrics`, `logs ${app}`]),
  ...['base', 'pg_wal', 'global'].map((part) => `PostgreSQL ${part}`),
  'logs postgres',
  'sandbox',
  'spans',
];

it(`lets none of ${planted} planted values out of its source topic (seed ${seed})`, async () => {
  const { env, bodies } = await startOtlpReceiver();
  const pipeline = await createPipeline(env);
  const values = canaryValues(seed, types, planted);
  const sandbox = await pipeline.startSandbox();
  const [collector, analyzer, alerting, api] = await Promise.all([
    pipeline.start('collector'),
    pipeline.start('analyzer'),
    pipeline.start('alerting'),
    pipeline.start('api'),
  ]);
  await sendCanaries(pipeline, collector, [...canaryMessages(values), ...canaryAttacks(values, attacks)]);
  await untilTold(pipeline);

  const search = new CanarySearch(searchFor(values.map(({ value }) => value)));
  await search.addTopics(pipeline.kafka, pipeline.topics);
  await search.addTables(pipeline.database);
  const answers = await apiAnswers(api.url, pipeline.apiToken);
  for (const { route, body } of answers) search.add(`API ${route}`, body);
  search.add('sandbox', JSON.stringify(await pipeline.received()));
  await addProcesses(search, { collector, analyzer, alerting, api, sandbox });
  // What a process writes when it ends is searched too, and the next test has the machine to itself.
  await Promise.all([collector, analyzer, alerting, api, sandbox].map((app) => app.stop()));
  search.add('spans', bodies.join('\n'));
  await search.addFiles('logs', join(testEnvironment().folder, 'logs'));
  await search.addDataDirectory(pipeline.database);

  expect(search.hits).toEqual([]);
  expect(answers.filter(({ status }) => status === 200).map(({ route }) => route)).toContain(
    '/v1/incidents/{id}',
  );
  expect(mustHold.filter((place) => search.bytesOf(place) < 200)).toEqual([]);
}, 300_000);

it('finds the values of each type in the masked topic and in Postgres where its masker is switched off', async () => {
  const policyFile = join(testEnvironment().folder, 'one-masker-off.yaml');
  const tenants = types.map((type) => `${tenantWithout(type)}: { entities: { ${type}: false } }`);
  await writeFile(policyFile, `tenants:\n${tenants.map((line) => `  ${line}\n`).join('')}`);
  const pipeline = await createPipeline({ MASKING_POLICY_FILE: policyFile });
  const values = canaryValues(seed, types, types.length * 3);
  const [collector] = await Promise.all([pipeline.start('collector'), pipeline.start('analyzer')]);
  await sendCanaries(
    pipeline,
    collector,
    types.flatMap((type) => canaryMessages(ofType(values, type), tenantWithout(type))),
  );

  const topics = new CanarySearch(searchFor(values.map(({ value }) => value)));
  await topics.addTopics(pipeline.kafka, pipeline.topics);
  const tables = new CanarySearch(searchFor(values.map(({ value }) => value)));
  await tables.addTables(pipeline.database);
  const files = new CanarySearch(searchFor(values.map(({ value }) => value)));
  await files.addDataDirectory(pipeline.database);
  for (const { hits } of [topics, tables, files]) {
    const found = new Set(hits.map(({ value }) => value));
    const typesFound = new Set(values.filter(({ value }) => found.has(value)).map(({ type }) => type));
    expect([...typesFound].sort()).toEqual([...types].sort());
  }
}, 300_000);

function tenantWithout(type: string): string {
  return `without-${type}`;
}

function ofType(values: readonly CanaryValue[], type: string): readonly CanaryValue[] {
  return values.filter((one) => one.type === type);
}

/** Every planted attack, and whatever else became an incident, has reached Slack and PagerDuty. */
async function untilTold({ database }: Pipeline): Promise<void> {
  await eventually(
    async () => {
      const [row] = await database.rows<Record<'incidents' | 'told' | 'waiting', string>>(
        `SELECT (SELECT count(*) FROM incidents) AS incidents,
           count(DISTINCT (incident_id, channel)) FILTER (WHERE state = 'delivered') AS told,
           count(*) FILTER (WHERE state <> 'delivered') AS waiting
         FROM notifications WHERE incident_id IS NOT NULL`,
      );
      expect(Number(row?.incidents)).toBeGreaterThanOrEqual(attacks);
      expect([Number(row?.told), Number(row?.waiting)]).toEqual([2 * Number(row?.incidents), 0]);
    },
    { deadlineMs: 60_000, everyMs: 200 },
  );
}

/** What each process tells of itself; its logs are files. */
async function addProcesses(search: CanarySearch, apps: Readonly<Record<string, SpawnedApp>>): Promise<void> {
  for (const [name, { url }] of Object.entries(apps)) {
    for (const path of ['/metrics', '/healthz', '/readyz']) {
      search.add(`${name} ${path}`, await (await fetch(url + path)).text());
    }
  }
}
