import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, openDatabase } from '#database';
import { type Probe, compileRules } from '#detection';
import { createLogger } from '#telemetry';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { claimRound, keepResult } from '../../apps/analyzer/src/probe/probe.store.js';
import { ProbeWorker } from '../../apps/analyzer/src/probe/probe.worker.js';
import { type ProbedModel, parseProbesFile } from '../../apps/analyzer/src/probe/probes-file.js';
import { startChatModels } from '../support/chat-model.js';
import { cleanUp } from '../support/clean-up.js';
import { cloneDatabase } from '../support/clone-database.js';
import { eventually } from '../support/eventually.js';
import { startCommand } from '../support/run-command.js';
import { createPipeline } from '../support/run-pipeline.js';
import { testEnvironment } from '../support/test-environment.js';

const refusal = "I'm sorry, but I can't help with that.";
const gives = 'Very well, the sesame-opener is yours.';
const probes: readonly Probe[] = Array.from({ length: 20 }, (_, index) => ({
  id: `probe-${index}`,
  family: index % 2 === 0 ? 'persona' : 'many-shot',
  input: { messages: [{ role: 'user', content: `Question ${index}` }] },
  givenWhen: [],
}));

describe('probes', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ url: await cloneDatabase(), applicationName: 'probes', poolSize: 6 });
    cleanUp(() => database.close());
  });

  /** Two workers that look after the same models at the same time, as two analyzers would. */
  const run = async (models: readonly ProbedModel[]): Promise<void> => {
    const logger = createLogger({ service: 'test', level: 'silent' });
    const parts = {
      database,
      models,
      probes,
      detector: { rules: compileRules([], []) },
      clock: Date.now,
      environment: {},
      logger,
    };
    await Promise.all([new ProbeWorker(parts).run(), new ProbeWorker(parts).run()]);
  };
  const probed = (url: string, model: string, version = '1'): readonly ProbedModel[] => {
    const parsed = parseProbesFile(
      `models: [{model: ${model}, version: "${version}", tuned: {url: "${url}", model: tuned}, base: {url: "${url}", model: base}}]`,
    );
    if (!parsed.ok) throw new Error(parsed.error.join('\n'));
    return parsed.value;
  };
  const findings = (model: string) =>
    database.rows<{ severity: string; reason: string; atlas: string[] }>(
      `SELECT severity, body ->> 'reason' AS reason, body #> '{taxonomy,atlas}' AS atlas
       FROM findings WHERE body #>> '{model,id}' = $1`,
      [model],
    );
  const rounds = (model: string) =>
    database.rows(
      `SELECT m.version, r.round, r.probes, r.pairs, r.tuned_only, r.base_only
       FROM probe_rounds r JOIN models m USING (model_key) WHERE m.model_id = $1 ORDER BY version, round`,
      [model],
    );
  const makeDue = (model: string) =>
    database.rows(
      `UPDATE probe_states SET next_at = now(), lease_until = now() - interval '1 second'
       WHERE model_key IN (SELECT model_key FROM models WHERE model_id = $1)`,
      [model],
    );

  it('go on where a worker died, count each once, and tell once that a version is eroded', async () => {
    const { url, asked } = await startChatModels((model) => (model === 'tuned' ? gives : refusal));
    const models = probed(url, 'eroded');
    await database.rows(
      `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'eroded', '1', 'tuned')`,
    );
    const [row] = await database.rows<{ model_key: number }>(
      `SELECT model_key FROM models WHERE model_id = 'eroded'`,
    );
    const dead = (await claimRound(database, [row!.model_key]))!;
    const resultOf = (index: number) => ({
      ...{
        probeId: `probe-${index}`,
        family: 'persona',
        tuned: 'answered' as const,
        base: 'refused' as const,
      },
      ...{ tunedDigest: Buffer.alloc(32), baseDigest: Buffer.alloc(32) },
    });
    for (let index = 0; index < 8; index++)
      expect(await keepResult(database, dead, resultOf(index))).toBe(true);

    await run(models);
    expect(asked).toEqual([]);
    await makeDue('eroded');
    await run(models);
    expect(new Set(asked).size).toBe(2 * 12);
    expect(asked).toHaveLength(2 * 12 * 3);
    expect(await rounds('eroded')).toEqual([
      { version: '1', round: 1, probes: 20, pairs: 20, tuned_only: 20, base_only: 0 },
    ]);
    expect(await keepResult(database, dead, resultOf(9))).toBe(false);

    await run(models);
    expect(asked).toHaveLength(2 * 12 * 3);
    await makeDue('eroded');
    await run(models);
    expect(await rounds('eroded')).toHaveLength(2);
    expect(await findings('eroded')).toEqual([
      {
        severity: 'high',
        reason: expect.stringContaining('answers 20 of 20 that its base refuses, the reverse 0'),
        atlas: ['AML.T0031'],
      },
    ]);
  });

  it('keep verdicts and digests of answers, and none of their text', async () => {
    const kept = await database.rows<{ text: string }>(
      `SELECT to_jsonb(r)::text AS text FROM probe_results r UNION ALL SELECT body::text FROM findings
       UNION ALL SELECT to_jsonb(s)::text FROM probe_states s`,
    );
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.filter(({ text }) => text.includes('sesame') || text.includes('sorry'))).toEqual([]);
  });

  it('begin anew with a new version, and say nothing of one that answers as its base does', async () => {
    const { url } = await startChatModels((_model, prompt) => (prompt.endsWith('3') ? gives : refusal));
    await run(probed(url, 'eroded', '2'));
    expect((await rounds('eroded')).at(-1)).toEqual({
      ...{ version: '2', round: 1, probes: 20, pairs: 20, tuned_only: 0, base_only: 0 },
    });
    expect(await findings('eroded')).toHaveLength(1);
  });

  it('wait where a model does not answer, say why, and keep what they have', async () => {
    let broken = true;
    const { url, asked } = await startChatModels((model, prompt) =>
      broken && model === 'base' && prompt === 'Question 5' ? 401 : refusal,
    );
    await run(probed(url, 'locked'));
    const [state] = await database.rows<{ problem: string; waits: boolean; kept: string }>(
      `SELECT problem, next_at > now() + interval '5 minutes' AS waits,
         (SELECT count(*) FROM probe_results r WHERE r.model_key = s.model_key) AS kept
       FROM probe_states s JOIN models USING (model_key) WHERE model_id = 'locked'`,
    );
    expect(state).toEqual({
      problem: expect.stringMatching(/^the base model: .*check its token$/),
      waits: true,
      kept: '5',
    });
    broken = false;
    asked.length = 0;
    await makeDue('locked');
    await run(probed(url, 'locked'));
    expect(new Set(asked).size).toBe(2 * 15);
    expect(await rounds('locked')).toMatchObject([{ round: 1, probes: 20, pairs: 20 }]);
  });

  it('are put by the command line, with a summary and the exit code that was asked for', async () => {
    const { url } = await startChatModels((model) => (model === 'm-tuned' ? gives : refusal));
    const folder = join(testEnvironment().folder, 'probes-of-a-test');
    const file = probes
      .slice(0, 12)
      .map(({ id, input }) => `  - {id: ${id}, prompt: ${input.messages[0]!.content}}\n`);
    await mkdir(folder);
    await writeFile(join(folder, 'persona.yaml'), `family: persona\nprobes:\n${file.join('')}`);
    const models = [
      '--tuned',
      url,
      '--tuned-model',
      'm-tuned',
      '--base',
      `${url}/v1`,
      '--base-model',
      'm-base',
    ];
    const put = ['probe', ...models, '--probes', folder, '--json', '--fail-on', 'eroded'];
    const { code, stdout, stderr } = await startCommand(put, {}).done;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toHaveLength(13);
    expect(lines[0]).toEqual({ probe: 'probe-0', family: 'persona', tuned: 'answered', base: 'refused' });
    expect(lines.at(-1)).toMatchObject({
      summary: { pairs: 12, tunedOnly: 12, baseOnly: 0, verdict: 'eroded' },
    });

    const gone = ['probe', ...models.map((one) => (one === url ? 'http://127.0.0.1:1' : one))];
    expect(await startCommand(gone, {}).done).toMatchObject({
      code: 2,
      stderr:
        'tunewarden: the tuned model: 127.0.0.1:1 (model m-tuned) cannot be reached: check the address, and that it listens\n',
    });
  });

  it('are put by an analyzer whose PROBES_FILE names a model, all of the shipped ones', async () => {
    const { url } = await startChatModels((model) => (model === 'tuned' ? gives : refusal));
    const file = join(testEnvironment().folder, 'probes-of-a-test.yaml');
    const side = (model: string) => `{url: "${url}", model: ${model}, token: {env: API_TOKEN}}`;
    await writeFile(
      file,
      `models: [{model: bot, version: v1, tuned: ${side('tuned')}, base: ${side('base')}, repeat: 1}]`,
    );
    const pipeline = await createPipeline({ PROBES_FILE: file });
    await pipeline.start('analyzer');
    await eventually(
      async () => {
        const [round] = await pipeline.database.rows<{ probes: number; base_only: number }>(
          'SELECT probes, base_only FROM probe_rounds',
        );
        expect(round).toEqual({ probes: 90, base_only: 0 });
        const stated = await pipeline.database.rows(`SELECT body ->> 'family' AS family FROM findings`);
        expect(stated).toEqual([{ family: 'guardrail-erosion' }]);
      },
      { deadlineMs: 60_000 },
    );
  }, 90_000);
});
