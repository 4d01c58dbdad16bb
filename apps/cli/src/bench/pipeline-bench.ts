import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { topicNames } from '#contracts';
import type { Database } from '#database';
import type { OutgoingRecord, Producer } from '#kafka';
import { AppError } from '#kernel';
import { type BenchInteraction, benchInteractionJson } from './bench-interaction.js';
import { percentile } from './percentile.js';

export interface PipelineBenchOptions {
  readonly sizeBytes: number;
  /** Messages of the throughput part, sent as fast as Kafka takes them. */
  readonly count: number;
  /** Messages a second and seconds of the latency part. */
  readonly ratePerSecond: number;
  readonly seconds: number;
}

/** What one message size gave. Latency runs from the produce call to the finding's row. */
export interface PipelineFigures {
  readonly sizeBytes: number;
  readonly interactionsPerSecond: number;
  readonly findingLatencyMs: {
    readonly n: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  };
}

/** What the bench needs of a running installation. */
export interface PipelineUnderBench {
  readonly producer: Producer;
  readonly database: Database;
  readonly topicPrefix: string;
}

const sendsOf = 500;
/** One attack in so many messages of the latency part. */
const attackEvery = 10;
const deadlineMs = 300_000;

/** Throughput, then latency at a steady rate, of one message size. Throws where the pipeline does not keep up. */
export async function benchPipeline(
  pipeline: PipelineUnderBench,
  options: PipelineBenchOptions,
): Promise<PipelineFigures> {
  const run = randomBytes(4).toString('hex');
  const interactionsPerSecond = await measureThroughput(pipeline, `bench-throughput-${run}`, options);
  const latencies = await measureLatency(pipeline, `bench-latency-${run}`, options);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => Math.round(percentile(latencies, q)));
  return {
    sizeBytes: options.sizeBytes,
    interactionsPerSecond: Math.round(interactionsPerSecond),
    findingLatencyMs: { n: latencies.length, p50: p50 ?? NaN, p95: p95 ?? NaN, p99: p99 ?? NaN },
  };
}

async function measureThroughput(
  pipeline: PipelineUnderBench,
  modelId: string,
  { count, sizeBytes }: PipelineBenchOptions,
): Promise<number> {
  const startedAt = performance.now();
  for (let sent = 0; sent < count; sent += sendsOf) {
    const size = Math.min(sendsOf, count - sent);
    const numbers = Array.from({ length: size }, (_, i) => sent + i);
    await send(
      pipeline,
      numbers.map((number) => ({ ...message(modelId, number, sizeBytes), attack: false })),
    );
  }
  await untilCounted(pipeline.database, modelId, count);
  return (count * 1000) / (performance.now() - startedAt);
}

async function measureLatency(
  pipeline: PipelineUnderBench,
  modelId: string,
  { ratePerSecond, seconds, sizeBytes }: PipelineBenchOptions,
): Promise<number[]> {
  const ticksPerSecond = 20;
  const perTick = Math.max(1, Math.round(ratePerSecond / ticksPerSecond));
  const ticks = seconds * ticksPerSecond;
  const startedAt = performance.now();
  for (let tick = 0; tick < ticks; tick++) {
    const numbers = Array.from({ length: perTick }, (_, i) => tick * perTick + i);
    const batch = numbers.map((number) => ({
      ...message(modelId, number, sizeBytes),
      attack: number % attackEvery === 0,
    }));
    await send(pipeline, batch);
    await pause(Math.max(0, startedAt + ((tick + 1) * 1000) / ticksPerSecond - performance.now()));
  }
  await untilCounted(pipeline.database, modelId, ticks * perTick);
  const rows = await pipeline.database.rows<{ latency_ms: string }>(
    `SELECT extract(epoch FROM f.created_at - f.occurred_at) * 1000 AS latency_ms
     FROM findings f JOIN models m USING (model_key) WHERE m.model_id = $1 ORDER BY 1`,
    [modelId],
  );
  return rows.map((row) => Number(row.latency_ms));
}

function message(modelId: string, number: number, sizeBytes: number): Omit<BenchInteraction, 'attack'> {
  const session = `${modelId}-${Math.floor(number / 8)}`;
  return { id: `${modelId}-${number}`, modelId, session, occurredAtMs: Date.now(), sizeBytes };
}

async function send(pipeline: PipelineUnderBench, batch: readonly BenchInteraction[]): Promise<void> {
  const records: OutgoingRecord[] = batch.map((interaction) => ({
    key: interaction.session,
    value: benchInteractionJson(interaction),
  }));
  await pipeline.producer.send(topicNames(pipeline.topicPrefix).source, records);
}

async function untilCounted(database: Database, modelId: string, wanted: number): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const [row] = await database.rows<{ counted: string | null }>(
      `SELECT sum(interactions) AS counted FROM buckets JOIN models USING (model_key) WHERE model_id = $1`,
      [modelId],
    );
    const counted = Number(row?.counted ?? 0);
    if (counted >= wanted) return;
    if (performance.now() - startedAt > deadlineMs) {
      throw new AppError(
        'bench.too-slow',
        `${counted} of ${wanted} interactions were counted in 5 minutes`,
        false,
      );
    }
    await pause(100);
  }
}
