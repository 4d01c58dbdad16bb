import type { Command } from 'commander';
import { positive } from '../positive.js';
import { openJsonLines } from '../write-json-lines.js';
import { type BacklogFigures, benchBacklog } from './ingest-backlog.js';
import { type CoreFigures, benchCore, writers } from './ingest-cores.js';
import { type LargeFigures, benchLarge } from './ingest-large.js';

interface Options {
  readonly json?: true;
  readonly seconds: number;
  readonly cpuProfile?: string;
  readonly endToEnd?: true;
  readonly memory?: true;
  readonly large?: true;
  readonly messages?: number;
}

const sizes = [300, 1_000, 2_400, 8_000];
const largeBytes = 9_900_000;

/** Adds `bench ingest` to the bench commands. */
export function registerIngestBench(bench: Command): void {
  bench
    .command('ingest')
    .description(
      'What the collector makes of each format at 300 B, 1 kB, 2.4 kB and 8 kB on one core. The other three need ' +
        'Kafka and PostgreSQL (npm start -- --no-demo) and start a collector on topics of their own.',
    )
    .option('--seconds <n>', 'seconds of the processor for each format and size', positive, 3)
    .option('--cpu-profile <dir>', 'write a CPU profile of each format and size there')
    .option('--end-to-end', 'messages/s of one collector from topic to topic')
    .option('--memory', 'memory of one collector over a million messages')
    .option(
      '--large',
      '200 messages of 10 MB in one partition: memory, and the latency of the other partitions',
    )
    .option('--messages <n>', 'other than 100,000 (end to end), 1,000,000 (memory) or 200 (large)', positive)
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(ingest);
}

async function ingest(options: Options): Promise<void> {
  const lines = openJsonLines();
  const tell = async <T>(figures: T, inWords: (figures: T) => string): Promise<void> => {
    if (options.json === true) await lines.write(figures);
    else process.stdout.write(`${inWords(figures)}\n`);
  };
  if (options.endToEnd === true) {
    for (const sizeBytes of [1_000, 2_400]) {
      await tell(await benchBacklog({ count: options.messages ?? 100_000, sizeBytes }), backlogInWords);
    }
  } else if (options.memory === true) {
    await tell(
      await benchBacklog({ count: options.messages ?? 1_000_000, sizeBytes: 1_000 }),
      backlogInWords,
    );
  } else if (options.large === true) {
    const load = { count: options.messages ?? 200, sizeBytes: largeBytes, ratePerSecond: 200, seconds: 20 };
    await tell(await benchLarge(load), largeInWords);
  } else {
    for (const writer of writers) {
      for (const size of sizes) await tell(await benchCore(writer, size, options), coreInWords);
    }
  }
}

function coreInWords({ writer, bytes, latencyMicros, ...figures }: CoreFigures): string {
  return [
    writer.padEnd(14),
    `${bytes} B`.padStart(8),
    `${figures.interactionsPerCpuSecond} interactions/s of one core`.padStart(36),
    `p50 ${latencyMicros.p50} µs`.padStart(14),
    `p99 ${latencyMicros.p99} µs`.padStart(14),
    `JSON.parse ${figures.jsonParseMicros} µs`.padStart(22),
  ].join('');
}

function backlogInWords(figures: BacklogFigures): string {
  const { count, sizeBytes, messagesPerSecond, messagesPerCpuSecond, resident, megabytesPer100k } = figures;
  return [
    `${count} messages of ${sizeBytes} bytes: ${messagesPerSecond} messages/s from topic to topic, ` +
      `${messagesPerCpuSecond} in a second of the processor`,
    ...resident.map(({ messages, megabytes }) => `  ${messages} messages: ${megabytes} MiB`),
    `  growth: ${megabytesPer100k} MiB in 100,000 messages`,
  ].join('\n');
}

function largeInWords(figures: LargeFigures): string {
  const { alone, besideLarge } = figures.smallLatencyMs;
  const { before, most } = figures.residentMegabytes;
  return [
    `${figures.count} messages of ${figures.sizeBytes} bytes in a row: ${figures.largePerSecond} messages/s`,
    `  other partitions alone: p50 ${alone.p50} ms, p95 ${alone.p95} ms (n = ${alone.n})`,
    `  other partitions meanwhile: p50 ${besideLarge.p50} ms, p95 ${besideLarge.p95} ms (n = ${besideLarge.n})`,
    `  p95 times ${figures.p95Ratio}; resident memory ${before} MiB, then at most ${most} MiB`,
  ].join('\n');
}
