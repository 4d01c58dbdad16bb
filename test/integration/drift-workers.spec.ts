import { randomBytes } from 'node:crypto';
import { type Database, addSessionUnits } from '#database';
import { type SessionUnit, dayMs, simulateModel, usualTraffic } from '#drift';
import { termOf } from '#features';
import { describe, expect, it } from '@jest/globals';
import { DriftWorker } from '../../apps/analyzer/src/drift/drift.worker.js';
import { startCommand } from '../support/run-command.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

const startMs = Date.UTC(2026, 0, 5);

/** Sessions of a simulated model, day by day. */
function sessions(seed: number, days: number, shapeOf: (day: number) => Partial<typeof usualTraffic>) {
  const model = simulateModel(seed);
  return Array.from({ length: days }, (_, day) => model.day(day, { ...usualTraffic, ...shapeOf(day) }))
    .flat()
    .map((unit) => ({ ...unit, key: Number(unit.key).toString(16).padStart(32, '0') }));
}

/** An installation whose models get sessions as time goes by; nothing but drift workers run. "m@2": a version of m. */
async function watchedModels(names: readonly string[]) {
  const pipeline = await createPipeline();
  const { database, kafka } = pipeline;
  const topic = `${pipeline.topicPrefix}${randomBytes(3).toString('hex')}`;
  await kafka.ensureTopics([{ name: topic, partitions: 1 }]);
  await database.rows(
    `INSERT INTO models (tenant, model_id, version, kind)
     SELECT 'default', split_part(name, '@', 1), coalesce(nullif(split_part(name, '@', 2), ''), '1'), 'tuned'
     FROM unnest($1::text[]) WITH ORDINALITY AS n (name, place) ORDER BY place`,
    [names],
  );
  await database.rows(
    `INSERT INTO partition_positions (topic, partition, next_offset, watermark_at) VALUES ($1, 0, 0, $2)`,
    [topic, new Date(startMs)],
  );
  const keys = new Map(
    (
      await database.rows<{ name: string; model_key: number }>(
        `SELECT model_id || CASE version WHEN '1' THEN '' ELSE '@' || version END AS name, model_key FROM models`,
      )
    ).map((row) => [row.name, row.model_key]),
  );
  const add = (name: string, units: readonly SessionUnit[]) =>
    addSessionUnits(
      database,
      units.map((unit) => ({
        ...unit,
        modelKey: keys.get(name)!,
        sessionDigest: unit.key,
        partition: 0,
        unit,
      })),
    );
  const foldBefore = async (atMs: number, workers = 1): Promise<void> => {
    await database.rows(`UPDATE partition_positions SET watermark_at = $2 WHERE topic = $1`, [
      topic,
      new Date(atMs),
    ]);
    await Promise.all(Array.from({ length: workers }, () => new DriftWorker(database, kafka, topic).run()));
  };
  return { pipeline, keyOf: (name: string) => keys.get(name)!, add, foldBefore };
}

async function findings(database: Database) {
  return database.rows<{ model: string; fingerprint: string; severity: string; reason: string }>(
    `SELECT body #>> '{model,id}' AS model, fingerprint, severity, body ->> 'reason' AS reason, occurred_at
     FROM findings ORDER BY model, occurred_at, reason`,
  );
}

/** What is over, of alarms that were stated, and how many days it lasted. */
async function recoveries(database: Database) {
  return database.rows<{ model: string; feature: string; days: number }>(
    `SELECT model_id AS model, feature, round(extract(epoch FROM ended_at - change_at) / 86400)::int AS days
     FROM drift_recoveries r JOIN models USING (model_key)
       JOIN findings f ON f.model_key = r.model_key AND f.occurred_at = r.change_at
         AND (f.body ->> 'feature', f.body ->> 'score', f.body ->> 'direction') = (feature, score, direction)
     ORDER BY model, change_at`,
  );
}

const before = (units: readonly SessionUnit[], atMs: number) =>
  units.filter(({ emittedMinuteMs }) => emittedMinuteMs < atMs);

describe('drift workers', () => {
  const isAfterRollout = ({ firstAtMs }: SessionUnit): boolean => firstAtMs >= startMs + 15.2 * dayMs;
  const models = {
    // First in the order of claims: it has to wait for the version before it.
    'rolls@2': sessions(8, 18, () => ({ refusal: 0.1 })).filter(isAfterRollout),
    rolls: sessions(9, 18, () => ({})),
    steady: sessions(1, 18, () => ({})),
    refuses: sessions(2, 18, (day) => (day < 15 ? {} : { refusal: 0.2 })),
    // A day later it is over.
    recovers: sessions(5, 18, (day) => (day === 15 ? { refusal: 0.2 } : {})),
    slows: sessions(3, 18, (day) => (day < 16 ? {} : { latencyShift: 1, refusal: 0.1 })),
  };
  const endMs = startMs + 18 * dayMs;

  it('state the same alone and afterwards as four at a time while it happens', async () => {
    const replayed = await watchedModels(Object.keys(models));
    for (const [name, units] of Object.entries(models)) await replayed.add(name, before(units, endMs));
    await replayed.foldBefore(endMs);

    const live = await watchedModels(Object.keys(models));
    let fromMs = startMs;
    for (const untilMs of [7.4, 7.41, 13.9, 15.3, 15.31, 15.9, 16.2, 16.9, 18].map(
      (days) => startMs + days * dayMs,
    )) {
      const closedMs = Math.floor(untilMs / 60_000) * 60_000;
      for (const [name, units] of Object.entries(models)) {
        const due = units.filter(({ emittedMinuteMs: at }) => at >= fromMs && at < closedMs);
        await live.add(name, due);
      }
      await live.foldBefore(closedMs, 4);
      fromMs = closedMs;
    }

    const stated = await findings(replayed.pipeline.database);
    expect(new Set(stated.map(({ model }) => model))).toEqual(
      new Set(['recovers', 'refuses', 'rolls', 'slows']),
    );
    expect(await findings(live.pipeline.database)).toEqual(stated);
    expect(stated.filter(({ model }) => model === 'rolls').map(({ reason }) => reason)).toEqual([
      expect.stringMatching(
        /^Refusal rate: version 2 refuses \d+\.\d % where version 1 refuse[sd] [12]\.\d % .*\(at least \d\.\d %\) since 2026-01-20 /,
      ),
    ]);
    // What moves together has one fingerprint, and is one incident for that.
    const slow = stated.filter(({ model }) => model === 'slows');
    expect(slow.length).toBeGreaterThan(1);
    expect(new Set(slow.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    const over = await recoveries(replayed.pipeline.database);
    expect(over).toEqual([{ model: 'recovers', feature: 'refusal', days: 1 }]);
    expect(await recoveries(live.pipeline.database)).toEqual(over);
  }, 180_000);
});

describe('words that have risen', () => {
  it('are named by the texts that are kept, and by nothing else that is stored', async () => {
    const { pipeline, keyOf, add, foldBefore } = await watchedModels(['m']);
    const units = sessions(6, 19, () => ({})).map((unit, i) => {
      const isNew = unit.firstAtMs >= startMs + 16 * dayMs && i % 3 === 0;
      const terms = [1, 2, 3, ...(isNew ? [termOf('refund')] : [])];
      return { ...unit, terms: { prompt_vocabulary: terms } };
    });
    await add('m', before(units, startMs + 19 * dayMs));
    const body = { messages: [{ role: 'user', content: 'Where is my refund?' }] };
    await pipeline.database.rows(
      `INSERT INTO evidence (evidence_id, model_key, interaction_id, occurred_at, collected_at, analyzed_at, stored_on,
         outcome, signal, body, source_topic, source_partition, source_offset, masked_topic, masked_partition, masked_offset)
       SELECT gen_random_uuid(), $1, n::text, at, at, at, at::date, 'none', '{}', $2, 's', 0, n, 'm', 0, n
       FROM generate_series(1, 80) n, LATERAL (SELECT $3::timestamptz + n * interval '1 hour' AS at) times`,
      [keyOf('m'), Buffer.from(JSON.stringify(body)), new Date(startMs + 16 * dayMs)],
    );
    await foldBefore(startMs + 19 * dayMs);
    const stated = await findings(pipeline.database);
    expect(stated.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^Words of prompts: the share with "refund" rose from 0\.00 % to 3\d\.\d % /),
    ]);
    const [stored] = await pipeline.database.rows<{ texts: string }>(
      `SELECT convert_from(state, 'UTF8') || (SELECT string_agg(unit::text, '') FROM session_units) AS texts FROM drift_states`,
    );
    expect(stored!.texts).not.toContain('refund');
  }, 120_000);
});

describe('orders to a baseline', () => {
  const units = sessions(4, 30, (day) => (day < 15 ? {} : day < 25 ? { refusal: 0.12 } : { refusal: 0.4 }));
  const dayEnd = (day: number): number => startMs + day * dayMs;

  it('are taken by API and command line, audited, carried out once, and again the same on a fold anew', async () => {
    const { pipeline, keyOf, add, foldBefore } = await watchedModels(['m', 'unseen']);
    const { database } = pipeline;
    await add('m', before(units, dayEnd(30)));
    await foldBefore(dayEnd(21));
    const { url } = await pipeline.start('api');
    const path = `${url}/v1/models/${keyOf('m')}/baseline`;
    const headers = { authorization: `Bearer ${pipeline.apiToken}`, 'content-type': 'application/json' };
    const post = (to: string, body: object) =>
      fetch(`${to}/orders`, { method: 'POST', headers, body: JSON.stringify(body) });
    const read = async () => (await (await fetch(path, { headers })).json()) as Baseline;

    const seen = await read();
    expect(seen.baseline).toBe('settled');
    const refusal = seen.seen.find(({ feature, direction }) => feature === 'refusal' && direction === 'up')!;
    expect(refusal.smallest).toBeGreaterThan(refusal.baseline);
    expect(refusal.doublingSessions).toBeGreaterThan(10);
    // The second clock's week, two days ago, has not ended yet.
    expect(seen.clocks['refusal']).toEqual(['anchored']);

    expect((await post(path, { kind: 'promote', note: 'v2 is meant to refuse more' })).status).toBe(202);
    expect((await read()).orders).toMatchObject([{ kind: 'promote', outcome: null }]);
    await foldBefore(dayEnd(21));
    expect((await read()).orders).toMatchObject([{ kind: 'promote', outcome: 'done', who: 'api-token' }]);

    const times = [
      '--from',
      new Date(dayEnd(25)).toISOString(),
      '--until',
      new Date(dayEnd(26)).toISOString(),
    ];
    expect(
      await run(pipeline, 'planned', 'm', '--note', 'guardrails v3', '--by', 'ada', ...times),
    ).toMatchObject({
      code: 0,
      stdout: '{"model":"m","version":"1","ordered":"planned"}\n',
    });
    await foldBefore(dayEnd(30));
    const stated = await findings(database);
    expect(stated.map(({ severity }) => severity)).toEqual([expect.not.stringMatching('low'), 'low']);
    expect(stated[1]!.reason).toContain('; planned: guardrails v3');

    expect((await run(pipeline, 'reset', 'm', '--note', 'another prompt', '--by', 'ada')).code).toBe(0);
    await foldBefore(dayEnd(30));
    expect(await run(pipeline, 'show', 'm')).toMatchObject({
      stdout: expect.stringContaining('"baseline":"learning"'),
    });

    const audit = await database.rows(
      `SELECT who, detail ->> 'kind' AS kind FROM audit_log ORDER BY entry_id`,
    );
    expect(audit).toEqual([
      { who: 'api-token', kind: 'promote' },
      { who: 'ada', kind: 'planned' },
      { who: 'ada', kind: 'reset' },
    ]);
    // A state of an older build: all is folded again, orders included.
    await database.rows(`UPDATE drift_states SET folded_through = NULL, state = '{"format":0}'`);
    await database.rows(`DELETE FROM findings`);
    await foldBefore(dayEnd(30));
    expect(await findings(database)).toEqual(stated);
    expect((await read()).baseline).toBe('learning');
  }, 180_000);

  it('are refused where there is nothing to order', async () => {
    const { pipeline, keyOf } = await watchedModels(['unseen']);
    const { url } = await pipeline.start('api');
    const headers = { authorization: `Bearer ${pipeline.apiToken}`, 'content-type': 'application/json' };
    const status = async (key: number | string, body: object) =>
      (
        await fetch(`${url}/v1/models/${key}/baseline/orders`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        })
      ).status;
    const reset = { kind: 'reset', note: 'why' };
    expect(await status(keyOf('unseen'), reset)).toBe(409);
    expect(await status(99_999, reset)).toBe(404);
    expect(await status('x', reset)).toBe(404);
    expect(await status(keyOf('unseen'), { kind: 'reset', note: 'two\nlines' })).toBe(400);
    const backwards = {
      kind: 'planned',
      note: 'n',
      from: '2026-02-02T00:00:00Z',
      until: '2026-02-01T00:00:00Z',
    };
    expect(await status(keyOf('unseen'), backwards)).toBe(400);
    expect(await run(pipeline, 'reset', 'unseen', '--note', 'why')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has not been watched yet'),
    });
    expect(await pipeline.database.rows(`SELECT FROM audit_log`)).toEqual([]);
  }, 60_000);
});

interface Baseline {
  readonly baseline: string;
  readonly clocks: Readonly<Record<string, readonly string[]>>;
  readonly seen: {
    feature: string;
    direction: string;
    baseline: number;
    smallest: number;
    doublingSessions: number;
  }[];
  readonly orders: { kind: string; outcome: string | null; who: string }[];
}

function run({ databaseUrl }: Pipeline, ...args: readonly string[]) {
  return startCommand(['baseline', ...args], { DATABASE_URL: databaseUrl }).done;
}
