import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#kernel';
import type { Consumer as KafkaJsConsumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { KafkaRecord } from './kafka-record.js';

/** The records of one partition, in order. */
export interface KafkaBatch {
  readonly topic: string;
  readonly partition: number;
  /** Offset after the partition's last record at the time of the fetch. */
  readonly highWatermark: bigint;
  readonly records: readonly KafkaRecord[];
}

export interface BatchControl {
  /** Tells the group that this member lives; also sent by itself every few seconds while a batch is handled. */
  heartbeat(): Promise<void>;
  /** True where the batch is no longer this member's to handle: stop, nothing will be committed. */
  isStale(): boolean;
}

/** How far a batch was handled, where that is not to its end. */
export interface BatchResult {
  /** Where to read on; default after the batch's last record. */
  readonly nextOffset?: bigint;
  /** What is committed: a restart reads on from here. Default `nextOffset`; never above it. */
  readonly commitOffset?: bigint;
}

export interface ConsumeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** How long the broker may hold a fetch back until `minBytes` are there. */
  readonly maxWaitMs: number;
  readonly minBytes: number;
  /** Bytes of one partition in one fetch; a larger single record still comes. Default 2 MiB. */
  readonly maxBytesPerPartition?: number;
  /** Partitions handled at the same time. Default 1. */
  readonly concurrency?: number;
  /**
   * Called after each rebalance with what this member now owns, before any batch of it; every partition is read on
   * from its committed offset then, the ones that this member owned before too.
   */
  onAssigned?(assignments: readonly { topic: string; partitions: readonly number[] }[]): void;
  /**
   * Effects first: the offset is committed once this resolves. A retriable AppError hands the same batch over again
   * after a pause; any other error goes to `onCrash`.
   */
  onBatch(batch: KafkaBatch, control: BatchControl): Promise<BatchResult | void>;
  /** Told of a retriable failure, before the pause. */
  onRetry?(error: AppError, attempt: number): void;
  /** An unknown error: the process is expected to end. */
  onCrash(error: unknown): void;
}

/** A running consumer. */
export interface Consumer {
  /** Fetches no more of a topic, or of one partition of it, until `resume`; a batch in hand is still handled. */
  pause(topic: string, partition?: number): void;
  resume(topic: string, partition?: number): void;
  /** Finishes the batches in hand, commits them, leaves the group. */
  stop(): Promise<void>;
}

/** A dead member's partitions move after this long; the bar is 15 s with the rebalance included. */
const sessionTimeoutMs = 8_000;
const heartbeatIntervalMs = 2_000;
const longestPauseMs = 5_000;

/** Joins the group and handles batches until `stop`. */
export async function runConsumer(kafka: Kafka, options: ConsumeOptions): Promise<Consumer> {
  const consumer = kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: 10_000,
    heartbeatInterval: heartbeatIntervalMs,
    minBytes: options.minBytes,
    maxWaitTimeInMs: options.maxWaitMs,
    maxBytesPerPartition: options.maxBytesPerPartition ?? 2 * 1024 * 1024,
    maxBytes: 16 * 1024 * 1024,
    allowAutoTopicCreation: false,
    // A broker that is away is waited for; only unknown errors end the process.
    retry: {
      initialRetryTime: 200,
      maxRetryTime: longestPauseMs,
      retries: 20,
      restartOnFailure: () => Promise.resolve(true),
    },
  });
  reportEvents(consumer, options);
  await consumer.connect();
  await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: options.concurrency ?? 1,
    eachBatch: (payload) => handleBatch(payload, options),
  });
  return {
    pause: (topic, partition) => consumer.pause([partitionsOf(topic, partition)]),
    resume: (topic, partition) => consumer.resume([partitionsOf(topic, partition)]),
    stop: () => consumer.disconnect(),
  };
}

function partitionsOf(topic: string, partition: number | undefined) {
  return partition === undefined ? { topic } : { topic, partitions: [partition] };
}

function reportEvents(consumer: KafkaJsConsumer, options: ConsumeOptions): void {
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const owned = Object.entries(payload.memberAssignment);
    options.onAssigned?.(owned.map(([topic, partitions]) => ({ topic, partitions })));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) options.onCrash(payload.error);
  });
}

async function handleBatch(payload: EachBatchPayload, options: ConsumeOptions): Promise<void> {
  const { batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary } = payload;
  const last = batch.messages.at(-1);
  if (last === undefined) return;
  const control: BatchControl = { heartbeat, isStale: () => isStale() || !isRunning() };
  const result = await handleUntilDone(batchOf(batch), control, options);
  if (result === undefined) return;
  const nextOffset = result.nextOffset ?? BigInt(last.offset) + 1n;
  if (nextOffset > BigInt(batch.firstOffset() ?? 0)) resolveOffset(String(nextOffset - 1n));
  const offset = String(result.commitOffset ?? nextOffset);
  await commitOffsetsIfNecessary({
    topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset }] }],
  });
}

/** What `onBatch` resolved with; undefined where the batch stopped being ours to handle. */
async function handleUntilDone(
  batch: KafkaBatch,
  control: BatchControl,
  options: ConsumeOptions,
): Promise<BatchResult | undefined> {
  for (let attempt = 1; !control.isStale(); attempt++) {
    try {
      return (await whileBeating(control, () => options.onBatch(batch, control))) ?? {};
    } catch (error) {
      if (!(error instanceof AppError) || !error.retriable) {
        options.onCrash(error);
        throw error;
      }
      options.onRetry?.(error, attempt);
      await whileBeating(control, () => pause(Math.min(longestPauseMs, 100 * 2 ** attempt)));
    }
  }
  return undefined;
}

/** A failed heartbeat is not reported here: the group's next answer outside the batch says the same. */
async function whileBeating<T>(control: BatchControl, work: () => Promise<T>): Promise<T> {
  const beat = setInterval(() => void control.heartbeat().catch(() => undefined), heartbeatIntervalMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

function batchOf(batch: EachBatchPayload['batch']): KafkaBatch {
  return {
    topic: batch.topic,
    partition: batch.partition,
    highWatermark: BigInt(batch.highWatermark),
    records: batch.messages.map(recordOf),
  };
}

function recordOf(message: KafkaMessage): KafkaRecord {
  const headers: Record<string, Buffer | Buffer[]> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.map(toBuffer) : toBuffer(value);
  }
  return {
    offset: BigInt(message.offset),
    key: message.key,
    value: message.value,
    headers,
    timestampMs: Number(message.timestamp),
  };
}

function toBuffer(value: Buffer | string): Buffer {
  return typeof value === 'string' ? Buffer.from(value) : value;
}
