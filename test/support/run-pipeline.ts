import { randomBytes } from 'node:crypto';
import getPort from 'get-port';
import { type TopicNames, topicNames } from '#contracts';
import { type Database, openDatabase } from '#database';
import { type KafkaDoor, type Producer, openKafka } from '#kafka';
import { cleanUp } from './clean-up.js';
import { cloneDatabase } from './clone-database.js';
import { type SpawnedApp, spawnApp } from './spawn-app.js';
import { testEnvironment, topicPrefix } from './test-environment.js';

/** One call that the sandbox received, with what it answered. */
export interface ReceivedCall {
  readonly at: string;
  readonly method: string;
  readonly body: Record<string, unknown>;
  readonly status: number;
  readonly answer: unknown;
}

/** All apps of one installation, each its own process, against the sandbox's Slack and PagerDuty. */
export interface Pipeline {
  readonly database: Database;
  readonly kafka: KafkaDoor;
  readonly producer: Producer;
  readonly topics: TopicNames;
  readonly topicPrefix: string;
  readonly databaseUrl: string;
  readonly apiToken: string;
  /** Starts one more process of an app in this installation. */
  start(name: 'collector' | 'analyzer' | 'alerting' | 'api'): Promise<SpawnedApp>;
  /** Where those stand, once they are started. */
  readonly sandboxUrl: string;
  /** Starts the Slack and PagerDuty that alerting sends to. */
  startSandbox(): Promise<SpawnedApp>;
  /** Everything the sandbox received so far. */
  received(): Promise<{ slack: ReceivedCall[]; pagerduty: ReceivedCall[] }>;
}

/** What the sandbox's PagerDuty takes: apps are given the first one, and the second is for tests that rotate it. */
export const routingKeys = ['a'.repeat(32), 'b'.repeat(32)] as const;

/** Servers of a test's own, which it may stop and start. */
export interface OwnServers {
  readonly kafkaBrokers: string;
  /** A migrated database. */
  readonly databaseUrl: string;
}

/**
 * An installation with its database and topics, and nothing running yet; `env` goes to every app. It stands in the
 * servers of this run unless it is given its own.
 */
export async function createPipeline(
  env: Readonly<Record<string, string>> = {},
  own?: OwnServers,
): Promise<Pipeline> {
  const prefix = topicPrefix();
  const topics = topicNames(prefix);
  const databaseUrl = own?.databaseUrl ?? (await cloneDatabase());
  const brokers = own?.kafkaBrokers ?? testEnvironment().kafkaBrokers;
  const database = await openDatabase({ url: databaseUrl, applicationName: 'acceptance', poolSize: 2 });
  const kafka = await openKafka({ brokers: [brokers], clientId: 'acceptance' });
  const producer = await kafka.openProducer();
  cleanUp(() => database.close());
  cleanUp(() => kafka.close());
  cleanUp(() => producer.close());
  await kafka.ensureTopics([
    { name: topics.source, partitions: 4, config: { 'max.message.bytes': '20971520' } },
  ]);
  const sandboxPort = String(await getPort({ host: '127.0.0.1' }));
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const secrets = { SLACK_BOT_TOKEN: 'xoxb-sandbox', PAGERDUTY_ROUTING_KEY: routingKeys[0] };
  const apiToken = randomBytes(32).toString('hex');
  const appEnv = {
    KAFKA_BROKERS: brokers,
    DATABASE_URL: databaseUrl,
    TOPIC_PREFIX: prefix,
    MASKING_KEY: randomBytes(32).toString('hex'),
    ...secrets,
    SLACK_API_URL: `${sandboxUrl}/api/`,
    SLACK_CHANNEL: 'C0SANDBOX',
    PAGERDUTY_URL: sandboxUrl,
    CONSOLE_URL: 'http://127.0.0.1:1',
    API_TOKEN: apiToken,
    CANARIES: 'off',
    ...env,
  };
  return {
    database,
    kafka,
    producer,
    topics,
    topicPrefix: prefix,
    databaseUrl,
    apiToken,
    sandboxUrl,
    start: (name) => spawnApp(name, appEnv),
    startSandbox: () =>
      spawnApp('sandbox', {
        ...secrets,
        PAGERDUTY_ROUTING_KEY: routingKeys.join(','),
        HTTP_PORT: sandboxPort,
      }),
    received: async () => (await fetch(`${sandboxUrl}/received`)).json() as ReturnType<Pipeline['received']>,
  };
}

/** How many interactions the buckets hold, by model id. */
export async function countedByModel(database: Database): Promise<Record<string, number>> {
  const rows = await database.rows<{ model_id: string; counted: string }>(
    'SELECT model_id, sum(interactions) AS counted FROM buckets JOIN models USING (model_key) GROUP BY model_id',
  );
  return Object.fromEntries(rows.map((row) => [row.model_id, Number(row.counted)]));
}
