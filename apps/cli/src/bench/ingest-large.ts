import { setTimeout as pause } from 'node:timers/promises';
import { headerNames } from '#contracts';
import { type KafkaDoor, type KafkaRecord, headerText } from '#kafka';
import { benchInteractionJson } from './bench-interaction.js';
import { type BenchCollector, openBenchCollector, partitions, recordsIn } from './bench-collector.js';
import { percentile } from './percentile.js';
import { residentMegabytes } from './process-memory.js';

export interface LargeOptions {
  readonly count: number;
  readonly sizeBytes: number;
  /** Small messages a second in the other partitions, and seconds of them alone before the large ones. */
  readonly ratePerSecond: number;
  readonly seconds: number;
}

/** What large messages in one partition do to the others, and to the memory of the process. */
export interface LargeFigures {
  readonly count: number;
  readonly sizeBytes: number;
  readonly largePerSecond: number;
  /** From the broker's time of a small message to that of its masked one. */
  readonly smallLatencyMs: { readonly alone: Latency; readonly besideLarge: Latency };
  readonly p95Ratio: number;
  readonly residentMegabytes: { readonly before: number; readonly most: number };
}

interface Latency {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
}

const largePartition = 0;
const smallBytes = 1_000;
const ticksPerSecond = 20;

/** Small messages alone, then beside large ones that follow each other in one partition, in one run of one collector. */
export async function benchLarge(options: LargeOptions): Promise<LargeFigures> {
  await using bench = await openBenchCollector();
  const memory = watchMemory(await bench.start());
  const small = produceSmall(bench, options.ratePerSecond);
  await pause(options.seconds * 1_000);
  const before = memory.restart();
  const largeFromMs = Date.now();
  const startedAt = performance.now();
  await produceLarge(bench, options);
  await untilMasked(bench, () => small.sent() + options.count);
  const largeSeconds = (performance.now() - startedAt) / 1_000;
  const largeToMs = Date.now();
  await small.stop();
  await untilMasked(bench, () => small.sent() + options.count);
  const most = memory.stop();
  const records = await smallRecords(bench);
  const between = (fromMs: number, toMs: number): Latency => latencyOf(records, fromMs, toMs);
  // The first second is the collector's own start.
  const alone = between(largeFromMs - (options.seconds - 1) * 1_000, largeFromMs);
  const besideLarge = between(largeFromMs, largeToMs);
  return {
    count: options.count,
    sizeBytes: options.sizeBytes,
    largePerSecond: Math.round((options.count / largeSeconds) * 100) / 100,
    smallLatencyMs: { alone, besideLarge },
    p95Ratio: Math.round((besideLarge.p95 / alone.p95) * 100) / 100,
    residentMegabytes: { before, most },
  };
}

/** Sends small messages to every partition but the large ones', at a rate, until it is stopped. */
function produceSmall({ producer, topics, modelId }: BenchCollector, ratePerSecond: number) {
  const perTick = Math.max(1, Math.round(ratePerSecond / ticksPerSecond));
  let sent = 0;
  let isStopped = false;
  const run = async (): Promise<void> => {
    while (!isStopped) {
      const nextTickAt = performance.now() + 1_000 / ticksPerSecond;
      const records = Array.from({ length: perTick }, (_, i) => ({
        key: null,
        partition: 1 + ((sent + i) % (partitions - 1)),
        value: messageOf(modelId, `small-${sent + i}`, smallBytes),
      }));
      await producer.send(topics.source, records);
      sent += perTick;
      await pause(Math.max(0, nextTickAt - performance.now()));
    }
  };
  const running = run();
  return {
    sent: () => sent,
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

/** A producer of its own: on one connection a small message would wait for a large one. */
async function produceLarge(
  { kafka, topics, modelId }: BenchCollector,
  options: LargeOptions,
): Promise<void> {
  const producer = await kafka.openProducer();
  const value = messageOf(modelId, 'large', options.sizeBytes);
  for (let number = 0; number < options.count; number++) {
    await producer.send(topics.source, [{ key: null, partition: largePartition, value }]);
  }
  await producer.close();
}

function messageOf(modelId: string, id: string, sizeBytes: number): string {
  const session = `${modelId}-${id}`;
  return benchInteractionJson({
    id: session,
    modelId,
    session,
    occurredAtMs: Date.now(),
    sizeBytes,
    attack: false,
  });
}

async function untilMasked(bench: BenchCollector, wanted: () => number): Promise<void> {
  while ((await recordsIn(bench.kafka, bench.topics.masked)) < wanted()) {
    bench.mustRun();
    await pause(100);
  }
}

/** Reads the process's memory ten times a second; each answer is the most since the one before, in megabytes. */
function watchMemory(pid: number) {
  let most = 0;
  const look = async (): Promise<void> => {
    const { collector = 0 } = await residentMegabytes({ collector: pid });
    most = Math.max(most, collector);
  };
  const timer = setInterval(() => void look(), 100);
  const restart = (): number => {
    const before = most;
    most = 0;
    return before;
  };
  return {
    restart,
    stop: () => {
      clearInterval(timer);
      return most;
    },
  };
}

interface SmallRecord {
  readonly sourceMs: number;
  readonly latencyMs: number;
}

/** Read when all is over: reading large messages would take the processor from the collector. */
async function smallRecords({ kafka, topics }: BenchCollector): Promise<readonly SmallRecord[]> {
  const records: SmallRecord[] = [];
  await readAll(kafka, topics.masked, (record) => {
    const sourceMs = Number(headerText(record, headerNames.sourceTimestamp));
    const isSmall = Number(headerText(record, headerNames.sourcePartition)) !== largePartition;
    if (isSmall) records.push({ sourceMs, latencyMs: record.timestampMs - sourceMs });
  });
  return records;
}

async function readAll(kafka: KafkaDoor, topic: string, take: (record: KafkaRecord) => void): Promise<void> {
  const wanted = await recordsIn(kafka, topic);
  const { promise: all, resolve, reject } = Promise.withResolvers<void>();
  let seen = 0;
  const consumer = await kafka.consume({
    groupId: `${topic}-bench`,
    topics: [topic],
    minBytes: 1,
    maxWaitMs: 100,
    onCrash: reject,
    onBatch: (batch) => {
      batch.records.forEach(take);
      seen += batch.records.length;
      if (seen >= wanted) resolve();
      return Promise.resolve();
    },
  });
  await all;
  await consumer.stop();
}

function latencyOf(records: readonly SmallRecord[], fromMs: number, toMs: number): Latency {
  const latencies = records
    .filter(({ sourceMs }) => sourceMs >= fromMs && sourceMs < toMs)
    .map(({ latencyMs }) => latencyMs)
    .sort((a, b) => a - b);
  return { n: latencies.length, p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95) };
}
