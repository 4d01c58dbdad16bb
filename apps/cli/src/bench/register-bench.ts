import { openDatabase } from '#database';
import { openKafka } from '#kafka';
import type { Command } from 'commander';
import { findDatabaseUrl, findKafka, findProcesses } from '../local-state.js';
import { positive } from '../positive.js';
import { openJsonLines } from '../write-json-lines.js';
import { benchMasking } from './masking-bench.js';
import { type PipelineBenchOptions, type PipelineFigures, benchPipeline } from './pipeline-bench.js';
import { residentMegabytes } from './process-memory.js';
import { registerAlertingBench } from './register-alerting-bench.js';
import { registerIngestBench } from './register-ingest-bench.js';

type Load = Omit<PipelineBenchOptions, 'sizeBytes'>;
type Figures = PipelineFigures & { readonly residentMegabytes: Readonly<Record<string, number>> };

const messageSizes = [1_000, 2_400];

/** Adds `bench pipeline`, `bench alerting`, `bench ingest` and `bench masking` to the command line. */
export function registerBench(program: Command): void {
  const bench = program.command('bench').description('Figures of this build on this machine.');
  registerIngestBench(bench);
  registerAlertingBench(bench);
  bench
    .command('pipeline')
    .description(
      'Kafka to findings with everything running: interactions/s, milliseconds from produce to finding, and ' +
        'memory of each process, for messages of 1 kB and 2.4 kB. Needs npm start; it opens incidents, so give ' +
        'it an installation of its own: npm start -- --no-demo.',
    )
    .option('--count <n>', 'messages of the throughput part', positive, 20_000)
    .option('--rate-per-second <n>', 'messages a second of the latency part', positive, 200)
    .option('--seconds <n>', 'seconds of the latency part', positive, 20)
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(async ({ json, ...load }: { json?: boolean } & Load) => {
      const figures = await measure(load);
      if (json !== true) return void process.stdout.write(figures.map(inWords).join('\n'));
      const lines = openJsonLines();
      for (const figure of figures) await lines.write(figure);
    });
  bench
    .command('masking')
    .description('Messages/s that one core masks, of 1 kB and 2.4 kB, one in five with personal data.')
    .option('--count <n>', 'messages of each size', positive, 100_000)
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(async ({ json, count }: { json?: boolean; count: number }) => {
      const figures = messageSizes.map((sizeBytes) => benchMasking(count, sizeBytes));
      const lines = json === true ? openJsonLines() : undefined;
      for (const figure of figures) {
        const { sizeBytes, messagesPerSecond, entities } = figure;
        await lines?.write(figure);
        if (lines === undefined) {
          process.stdout.write(
            `${sizeBytes} bytes a message: ${messagesPerSecond} messages/s, ${entities} entities\n`,
          );
        }
      }
    });
}

async function measure(load: Load): Promise<Figures[]> {
  // The sandbox is asked for first: a bench must not page anybody.
  const pids = await findProcesses();
  const { brokers, topicPrefix } = await findKafka();
  const kafka = await openKafka({ brokers, clientId: 'tunewarden-bench' });
  const database = await openDatabase({ url: await findDatabaseUrl(), applicationName: 'tunewarden-bench' });
  const producer = await kafka.openProducer();
  const figures: Figures[] = [];
  try {
    for (const sizeBytes of messageSizes) {
      const measured = await benchPipeline({ producer, database, topicPrefix }, { ...load, sizeBytes });
      figures.push({ ...measured, residentMegabytes: await residentMegabytes(pids) });
    }
  } finally {
    await producer.close();
    await database.close();
    await kafka.close();
  }
  return figures;
}

function inWords(figures: Figures): string {
  const { n, p50, p95, p99 } = figures.findingLatencyMs;
  const memory = Object.entries(figures.residentMegabytes).map(
    ([name, megabytes]) => `${name} ${megabytes} MiB`,
  );
  return [
    `${figures.sizeBytes} bytes a message`,
    `  ${figures.interactionsPerSecond} interactions/s from produce to counted`,
    `  produce to finding: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (n = ${n})`,
    `  resident memory: ${memory.join(', ')}`,
    '',
  ].join('\n');
}
