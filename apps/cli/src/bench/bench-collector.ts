import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type TopicNames, topicNames } from '#contracts';
import { openDatabase } from '#database';
import { type KafkaDoor, type Producer, openKafka } from '#kafka';
import { AppError } from '#kernel';
import getPort from 'get-port';
import { findDatabaseUrl, findKafka } from '../local-state.js';

/** Kafka topics of a bench's own, and a collector that reads them. */
export interface BenchCollector extends AsyncDisposable {
  readonly topics: TopicNames;
  readonly modelId: string;
  readonly kafka: KafkaDoor;
  readonly producer: Producer;
  /** Starts the collector and answers its process id; it is ready then. */
  start(): Promise<number>;
  /** Throws where it has ended, e.g. for want of memory. */
  mustRun(): void;
}

export const partitions = 4;
/** The broker's clock stamps what comes in and what goes out, so that the time between is the collector's alone. */
const topicConfig = {
  'max.message.bytes': String(21 * 1024 * 1024),
  'message.timestamp.type': 'LogAppendTime',
  'retention.bytes': '-1',
};
const startDeadlineMs = 60_000;
const mostAttempts = 5;

/**
 * A collector on topics of its own in the installation's Kafka, so that nothing else reads what the bench writes. When
 * it is disposed of, the process, the topics and its row in the registry of models are gone.
 */
export async function openBenchCollector(): Promise<BenchCollector> {
  const { brokers } = await findKafka();
  const databaseUrl = await findDatabaseUrl();
  const name = `bench-${randomBytes(4).toString('hex')}`;
  const topics = topicNames(`${name}.`);
  const kafka = await openKafka({ brokers, clientId: 'tunewarden-bench' });
  const own = [topics.source, topics.masked];
  await kafka.ensureTopics(own.map((topic) => ({ name: topic, partitions, config: topicConfig })));
  const producer = await kafka.openProducer();
  let collector: ChildProcess | undefined;
  return {
    topics,
    modelId: name,
    kafka,
    producer,
    start: async () => {
      const port = String(await getPort({ host: '127.0.0.1' }));
      collector = spawnCollector({
        KAFKA_BROKERS: brokers.join(','),
        DATABASE_URL: databaseUrl,
        TOPIC_PREFIX: `${name}.`,
        SOURCE_TOPICS: `${topics.source}=native`,
        MASKING_KEY: randomBytes(32).toString('hex'),
        HTTP_PORT: port,
        LOG_LEVEL: 'warn',
      });
      await untilReady(collector, `http://127.0.0.1:${port}/readyz`);
      return collector.pid ?? 0;
    },
    mustRun: () => mustRun(collector),
    [Symbol.asyncDispose]: async () => {
      await stop(collector);
      await producer.close();
      await kafka.deleteTopics([...own, topics.parts, topics.deadLetters]);
      await kafka.close();
      await forgetModel(databaseUrl, name);
    },
  };
}

/** The collector as it is deployed, built; the command line may not import it. */
const collectorMain = join(import.meta.dirname, '../../../collector/src/main.js');

function spawnCollector(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [collectorMain], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function mustRun(collector: ChildProcess | undefined): void {
  if (collector === undefined || (collector.exitCode === null && collector.signalCode === null)) return;
  const how = collector.signalCode ?? `code ${collector.exitCode}`;
  throw new AppError('bench.collector-ended', `The collector ended with ${how}`, false);
}

async function untilReady(collector: ChildProcess, url: string): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < startDeadlineMs;) {
    mustRun(collector);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await pause(50);
  }
  throw new AppError('bench.collector-not-ready', 'The collector was not ready after a minute', false);
}

async function stop(collector: ChildProcess | undefined): Promise<void> {
  if (collector === undefined || collector.exitCode !== null || collector.signalCode !== null) return;
  const ended = once(collector, 'exit');
  collector.kill('SIGTERM');
  await ended;
}

async function forgetModel(databaseUrl: string, modelId: string): Promise<void> {
  const database = await openDatabase({ url: databaseUrl, applicationName: 'tunewarden-bench', poolSize: 1 });
  // A running analyzer has taken the model up meanwhile.
  await database.rows(
    `WITH bench AS (SELECT model_key FROM models WHERE model_id = $1),
          states AS (DELETE FROM drift_states USING bench WHERE drift_states.model_key = bench.model_key)
     DELETE FROM models USING bench WHERE models.model_key = bench.model_key`,
    [modelId],
  );
  await database.close();
}

/** How many records a topic has got. A broker that is too busy to say so is asked again: it is busy with the bench. */
export async function recordsIn(kafka: KafkaDoor, topic: string): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await kafka.offsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);
    } catch (error) {
      if (attempt === mostAttempts || !(error instanceof AppError) || !error.retriable) throw error;
    }
  }
}
