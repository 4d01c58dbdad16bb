import { randomBytes } from 'node:crypto';
import { type Interaction, headerNames } from '#contracts';
import { addSessionUnits } from '#database';
import { type SessionUnit, foldMinutes, newDriftState, simulateModel, usualTraffic } from '#drift';
import { featureTraits } from '#features';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DriftWorker } from '../../apps/analyzer/src/drift/drift.worker.js';
import { EffectsGatherer } from '../../apps/analyzer/src/scan/batch-effects.js';
import { flush } from '../../apps/analyzer/src/scan/flush.js';
import { PartitionMemory } from '../../apps/analyzer/src/scan/partition-memory.js';
import { loadPartition } from '../../apps/analyzer/src/scan/partition.store.js';
import { eventually } from '../support/eventually.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';

async function registerModel({ database }: Pipeline, name: string): Promise<number> {
  const [row] = await database.rows<{ model_key: number }>(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', $1, '1', 'tuned') RETURNING model_key`,
    [name],
  );
  return row!.model_key;
}

describe('the scan', () => {
  let pipeline: Pipeline;
  let analyzer: SpawnedApp;
  let modelKey: number;
  beforeEach(async () => {
    pipeline = await createPipeline();
    modelKey = await registerModel(pipeline, 'm');
    analyzer = await pipeline.start('analyzer');
  }, 60_000);
  afterEach(() => analyzer.stop());

  const masked = (id: string, sourceOffset: number, more: Partial<Interaction> = {}) => {
    const interaction: Interaction = {
      id,
      occurredAtMs: Date.now(),
      tenant: 'default',
      modelKey,
      model: { id: 'm', version: '1', kind: 'tuned' },
      session: 'session:one',
      messages: [{ role: 'user', content: `hello ${id}` }],
      response: { content: 'Good morning.' },
      maskedInMessages: {},
      maskedInResponse: {},
      ...more,
    };
    const headers = {
      [headerNames.sourceTopic]: 'logs',
      [headerNames.sourcePartition]: '0',
      [headerNames.sourceOffset]: String(sourceOffset),
    };
    return { key: 'one', value: JSON.stringify(interaction), headers };
  };
  const send = (records: ReturnType<typeof masked>[]) =>
    pipeline.producer.send(pipeline.topics.masked, records);
  const counted = async (): Promise<number> => {
    const [row] = await pipeline.database.rows<{ n: string | null }>(
      'SELECT sum(interactions) AS n FROM buckets',
    );
    return Number(row?.n ?? 0);
  };
  /** Sends one more and waits for it: what stood before it has been read by then. */
  const flushed = async (offset: number, wanted: number): Promise<void> => {
    await send([masked(`marker-${offset}`, offset)]);
    await eventually(async () => expect(await counted()).toBe(wanted), { deadlineMs: 15_000 });
  };

  it('counts a record once that a restarted collector wrote twice, however much later', async () => {
    const records = [masked('a', 1), masked('b', 2), masked('c', 3)];
    await send(records);
    // Ids are known for ten minutes; source offsets for good.
    const later = { timestampMs: Date.now() + 11 * 60_000 };
    await send(records.map((record) => ({ ...record, ...later })));
    await flushed(4, 4);
  });

  it('counts an interaction once that its producer logged twice, and knows so after a restart', async () => {
    await send([masked('twice', 1)]);
    await flushed(2, 2);
    await analyzer.kill('SIGKILL');
    analyzer = await pipeline.start('analyzer');
    await send([masked('twice', 3)]);
    await flushed(4, 3);
  });

  it('keeps a session open over a kill, and counts its events as one unit', async () => {
    const events = (from: number) => Array.from({ length: 8 }, (_, i) => masked(`e-${from + i}`, from + i));
    await send(events(1));
    await eventually(async () => expect(await counted()).toBe(8), { deadlineMs: 15_000 });
    await analyzer.kill('SIGKILL');
    analyzer = await pipeline.start('analyzer');
    await send(events(9));
    await eventually(async () => expect(await counted()).toBe(16), { deadlineMs: 20_000 });
    const units = await pipeline.database.rows<{ unit: SessionUnit }>('SELECT unit FROM session_units');
    expect(units.map(({ unit }) => unit.rates['attack'])).toEqual([[0, 16]]);
  });

  it('passes over what no collector wrote', async () => {
    await pipeline.producer.send(pipeline.topics.masked, [
      { key: 'one', value: 'not JSON' },
      { key: 'one', value: null },
      { key: 'one', value: '{}' },
    ]);
    await flushed(1, 1);
  });
});

describe('the position', () => {
  it('lets a zombie write nothing', async () => {
    const { database } = await createPipeline();
    const at = { topic: 'masked', partition: 0 };
    const zombie = new PartitionMemory(await loadPartition(database, at));
    const owner = new PartitionMemory(await loadPartition(database, at));
    const none = (memory: PartitionMemory) => new EffectsGatherer(0, memory);

    await flush(database, { ...at, expectedOffset: 0n, nextOffset: 10n }, none(owner), owner);
    zombie.rememberId('written by a zombie', Date.now());
    const late = flush(database, { ...at, expectedOffset: 0n, nextOffset: 7n }, none(zombie), zombie);
    await expect(late).rejects.toMatchObject({ code: 'analyzer.fenced', retriable: true });
    expect((await loadPartition(database, at)).nextOffset).toBe(10n);
    expect((await loadPartition(database, at)).recentIds).toEqual([]);
  });
});

describe('drift workers', () => {
  it('state together what one fold of the same sessions states, each thing once', async () => {
    const pipeline = await createPipeline();
    const { database, kafka } = pipeline;
    const topic = `${pipeline.topicPrefix}${randomBytes(3).toString('hex')}`;
    await kafka.ensureTopics([{ name: topic, partitions: 2 }]);
    const modelKeys = await Promise.all(['one', 'two', 'three'].map((name) => registerModel(pipeline, name)));
    const model = simulateModel(5);
    const units = Array.from({ length: 18 }, (_, day) =>
      model.day(day, day < 16 ? usualTraffic : { ...usualTraffic, refusal: 0.2 }),
    )
      .flat()
      .map((unit) => ({ ...unit, key: Number(unit.key).toString(16).padStart(32, '0') }));
    const endMs = Math.max(...units.map((unit) => unit.emittedMinuteMs)) + 60_000;
    for (const modelKey of modelKeys) {
      const rows = units.map((unit) => ({ ...unit, modelKey, sessionDigest: unit.key, partition: 0, unit }));
      await addSessionUnits(database, rows);
    }
    const worker = () => new DriftWorker(database, kafka, topic);

    await worker().run();
    expect(await database.rows('SELECT FROM drift_states')).toEqual([]);
    await database.rows(
      `INSERT INTO partition_positions (topic, partition, next_offset, watermark_at)
       SELECT $1, partition, 0, $2 FROM generate_series(0, 1) AS partition`,
      [topic, new Date(endMs)],
    );
    await Promise.all([worker().run(), worker().run()]);

    const wanted = foldMinutes(newDriftState(), units, endMs, featureTraits).alarms.map(
      (alarm) => alarm.explanation,
    );
    expect(wanted.length).toBeGreaterThan(0);
    for (const modelKey of modelKeys) {
      const findings = await database.rows<{ reason: string }>(
        `SELECT body ->> 'reason' AS reason FROM findings WHERE model_key = $1 ORDER BY created_at`,
        [modelKey],
      );
      // Workers add where in the traffic the change is.
      const begins = findings.map(({ reason }, i) => reason.slice(0, wanted[i]?.length));
      expect(begins).toEqual(wanted);
    }
  }, 120_000);
});
