import { setTimeout as pause } from 'node:timers/promises';
import { AppError, describeError } from '#kernel';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { type Producer, openProducer } from './open-producer.js';
import { clampTimeouts } from './clamp-timeouts.js';
import { installCodecs } from './read-compressed.js';
import { type ConsumeOptions, type Consumer, runConsumer } from './run-consumer.js';

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** Topic settings, e.g. `{'max.message.bytes': '20971520'}`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** First and next offset of one partition. */
export interface PartitionOffsets {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** The door to Kafka, and the only place that knows the client package. */
export interface KafkaDoor {
  /** Creates the topics that do not exist; leaves the others as they are. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /** Removes topics and what they hold; those that do not exist are none to remove. */
  deleteTopics(topics: readonly string[]): Promise<void>;
  offsets(topic: string): Promise<readonly PartitionOffsets[]>;
  openProducer(): Promise<Producer>;
  consume(options: ConsumeOptions): Promise<Consumer>;
  /** Resolves where the cluster answers; throws where it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface KafkaOptions {
  /** `host:port` of one broker or more. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Where the client's own warnings go; default nowhere. */
  readonly onWarning?: (message: string) => void;
}

const knownEveryMs = 200;
const knownWithinMs = 30_000;

/** Each failed connection is said again, once and with its consequence, by the consumer or producer that wanted it. */
const repeated = new Set(['Connection', 'BrokerPool']);

/** A door to the cluster, its admin connection open. Throws a retriable AppError where no broker answers. */
export async function openKafka(options: KafkaOptions): Promise<KafkaDoor> {
  const kafka = createClient(options);
  const admin = kafka.admin();
  await admin.connect().catch((cause: unknown) => {
    const at = options.brokers.join(',');
    throw new AppError(
      'kafka.unreachable',
      `No Kafka broker answers at ${at}: ${describeError(cause)}`,
      true,
      cause,
    );
  });
  return {
    ensureTopics: (topics) => asked(() => ensureTopics(admin, topics)),
    deleteTopics: (topics) => asked(() => deleteTopics(admin, topics)),
    offsets: async (topic) => {
      const partitions = await asked(() => admin.fetchTopicOffsets(topic));
      return partitions.map(({ partition, low, high }) => ({
        partition,
        low: BigInt(low),
        high: BigInt(high),
      }));
    },
    openProducer: () => openProducer(kafka),
    consume: (consumeOptions) => runConsumer(kafka, consumeOptions),
    ping: async () => {
      await asked(() => admin.describeCluster());
    },
    close: () => admin.disconnect(),
  };
}

/** A cluster that does not answer now may answer later. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    throw new AppError('kafka.no-answer', `Kafka did not answer: ${describeError(cause)}`, true, cause);
  }
}

function createClient(options: KafkaOptions): Kafka {
  clampTimeouts();
  installCodecs();
  return new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    logLevel: logLevel.ERROR,
    logCreator: () => (entry) => {
      if (!repeated.has(entry.namespace)) options.onWarning?.(`${entry.namespace}: ${entry.log.message}`);
    },
    retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 8 },
  });
}

async function ensureTopics(admin: Admin, topics: readonly TopicSpec[]): Promise<void> {
  const present = new Set(await admin.listTopics());
  const missing = topics.filter(({ name }) => !present.has(name));
  for (const { name, partitions, config = {} } of missing) {
    // Answers false, without an error, where another process was quicker.
    await admin.createTopics({
      waitForLeaders: false,
      topics: [
        {
          topic: name,
          numPartitions: partitions,
          replicationFactor: -1,
          configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        },
      ],
    });
  }
  if (missing.length > 0) await untilKnown(admin, missing);
}

async function deleteTopics(admin: Admin, topics: readonly string[]): Promise<void> {
  const present = new Set(await admin.listTopics());
  await admin.deleteTopics({ topics: topics.filter((topic) => present.has(topic)), timeout: knownWithinMs });
}

/** A busy broker has a topic created before it knows of it: the client's own wait gives up at once then. */
async function untilKnown(admin: Admin, topics: readonly TopicSpec[]): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += knownEveryMs) {
    try {
      await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
      return;
    } catch (error) {
      if (waitedMs >= knownWithinMs) throw error;
    }
    await pause(knownEveryMs);
  }
}
