import { openDatabase } from '#database';
import { openKafka } from '#kafka';
import type { Command } from 'commander';
import { findDatabaseUrl, findKafka, findSandbox } from '../local-state.js';
import { openJsonLines } from '../write-json-lines.js';
import { type AlertingFigures, type AlertingUnderBench, benchAlerting } from './alerting-bench.js';

/** Adds `bench alerting` to the bench commands. */
export function registerAlertingBench(bench: Command): void {
  bench
    .command('alerting')
    .description(
      'From a finding in Kafka to the message that Slack accepts: idle, in a storm, and under 429s. Needs npm start; ' +
        'it opens incidents, so give it an installation of its own: npm start -- --no-demo.',
    )
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(async ({ json }: { json?: boolean }) => {
      // The sandbox is asked for first: a bench must not tell anybody.
      const sandboxUrl = await findSandbox();
      const { brokers, topicPrefix } = await findKafka();
      const kafka = await openKafka({ brokers, clientId: 'tunewarden-bench' });
      const url = await findDatabaseUrl();
      const database = await openDatabase({ url, applicationName: 'tunewarden-bench' });
      const producer = await kafka.openProducer();
      try {
        await tell({ producer, database, topicPrefix, sandboxUrl }, json === true);
      } finally {
        await producer.close();
        await database.close();
        await kafka.close();
      }
    });
}

async function tell(on: AlertingUnderBench, asJson: boolean): Promise<void> {
  const lines = openJsonLines();
  for await (const figures of benchAlerting(on)) {
    if (asJson) await lines.write(figures);
    else process.stdout.write(`${inWords(figures)}\n`);
  }
}

function inWords(figures: AlertingFigures): string {
  const { part, causes, findings, inDigest, latencyMs, sendsPerMinute, refused } = figures;
  return [
    `${part}: ${findings} findings of ${causes} causes, ${inDigest} of them told in a digest`,
    `  finding to Slack accepted: p50 ${latencyMs.p50} ms, p95 ${latencyMs.p95} ms`,
    `  ${sendsPerMinute} messages a minute in the channel, ${refused} refused`,
  ].join('\n');
}
