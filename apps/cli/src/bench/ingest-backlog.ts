import { setTimeout as pause } from 'node:timers/promises';
import { benchInteractionJson } from './bench-interaction.js';
import { type BenchCollector, openBenchCollector, partitions, recordsIn } from './bench-collector.js';
import { processorSeconds, residentMegabytes } from './process-memory.js';

export interface BacklogOptions {
  readonly count: number;
  readonly sizeBytes: number;
}

/** What one collector process makes of a backlog, as fast as it can. */
export interface BacklogFigures {
  readonly sizeBytes: number;
  readonly count: number;
  readonly messagesPerSecond: number;
  /** The same for a second of the processor, garbage collection and the client's work included. */
  readonly messagesPerCpuSecond: number;
  /** Memory of the process at each tenth of the backlog. */
  readonly resident: readonly { readonly messages: number; readonly megabytes: number }[];
  /** Growth over the last eight tenths, by least squares: before that the heap takes its size. */
  readonly megabytesPer100k: number;
}

const sendsOf = 500;
const lookEveryMs = 50;

/**
 * Writes a backlog of native messages, then starts a collector and watches it work it off: messages/s from its first to
 * its last, through Kafka on both sides, and its memory on the way.
 */
export async function benchBacklog({ count, sizeBytes }: BacklogOptions): Promise<BacklogFigures> {
  await using bench = await openBenchCollector();
  await writeBacklog(bench, count, sizeBytes);
  const pid = await bench.start();
  const resident: { messages: number; megabytes: number }[] = [];
  let [startedAt, startedWith, masked] = [performance.now(), 0, 0];
  const cpuBefore = await processorSeconds(pid);
  while (masked < count) {
    bench.mustRun();
    masked = await recordsIn(bench.kafka, bench.topics.masked);
    // The first look that finds some begins the measurement: joining the group is not the collector's speed.
    if (startedWith === 0) [startedAt, startedWith] = [performance.now(), masked];
    if (masked >= ((resident.length + 1) * count) / 10) {
      const { collector } = await residentMegabytes({ collector: pid });
      resident.push({ messages: masked, megabytes: collector ?? NaN });
    }
    await pause(lookEveryMs);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuSeconds = (await processorSeconds(pid)) - cpuBefore;
  return {
    sizeBytes,
    count,
    messagesPerSecond: Math.round((count - startedWith) / seconds),
    messagesPerCpuSecond: Math.round(count / cpuSeconds),
    resident,
    megabytesPer100k: slopePer100k(resident.slice(2)),
  };
}

async function writeBacklog({ producer, topics, modelId }: BenchCollector, count: number, sizeBytes: number) {
  for (let sent = 0; sent < count; sent += sendsOf) {
    const records = Array.from({ length: Math.min(sendsOf, count - sent) }, (_, i) => {
      const session = `${modelId}-${Math.floor((sent + i) / 8)}`;
      const interaction = { id: `${modelId}-${sent + i}`, modelId, session, occurredAtMs: Date.now() };
      const value = benchInteractionJson({ ...interaction, sizeBytes, attack: false });
      return { key: null, value, partition: (sent / sendsOf) % partitions };
    });
    await producer.send(topics.source, records);
  }
}

/** Megabytes that 100,000 messages add, by least squares. */
function slopePer100k(readings: BacklogFigures['resident']): number {
  const mean = (of: (reading: (typeof readings)[number]) => number): number =>
    readings.reduce((sum, reading) => sum + of(reading), 0) / readings.length;
  const [meanMessages, meanMegabytes] = [mean((one) => one.messages), mean((one) => one.megabytes)];
  const covariance = mean((one) => (one.messages - meanMessages) * (one.megabytes - meanMegabytes));
  const variance = mean((one) => (one.messages - meanMessages) ** 2);
  return Math.round((covariance / variance) * 100_000 * 100) / 100;
}
