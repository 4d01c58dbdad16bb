import { AppError } from '#kernel';
import { type Kafka, type Producer as KafkaJsProducer, Partitioners } from 'kafkajs';
import type { OutgoingRecord } from './kafka-record.js';

/** Writes records. Sends to one topic run one after another, so that order holds. */
export interface Producer {
  /**
   * Resolves once every in-sync replica has the records, in order and without duplicates of its own retries.
   * Throws a retriable AppError where the broker did not take them: some may have arrived.
   */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** An idempotent producer. */
export async function openProducer(kafka: Kafka): Promise<Producer> {
  let producer = await connect(kafka);
  let closed = false;
  return {
    send: async (topic, records) => {
      if (closed) throw new AppError('kafka.producer-closed', 'The producer is closed', false);
      if (records.length === 0) return;
      const used = producer;
      try {
        await used.send({ topic, acks: -1, messages: records.map(messageOf) });
      } catch (cause) {
        // The next send would reuse the sequence number of records that may have arrived, and the broker would
        // take it for a repeat and drop it: begin anew with another producer id.
        if (used === producer) producer = await reconnect(kafka, used);
        throw new AppError('kafka.not-sent', 'Kafka did not take the records', true, cause);
      }
    },
    close: () => {
      closed = true;
      return producer.disconnect();
    },
  };
}

async function connect(kafka: Kafka): Promise<KafkaJsProducer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
  });
  await producer.connect();
  return producer;
}

async function reconnect(kafka: Kafka, broken: KafkaJsProducer): Promise<KafkaJsProducer> {
  await broken.disconnect().catch(() => undefined);
  return connect(kafka).catch((cause: unknown) => {
    throw new AppError('kafka.unreachable', 'Kafka at KAFKA_BROKERS does not answer', true, cause);
  });
}

function messageOf(record: OutgoingRecord) {
  const { key, value, headers, partition, timestampMs } = record;
  return {
    key,
    value,
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    ...(partition === undefined ? {} : { partition }),
    ...(timestampMs === undefined ? {} : { timestamp: String(timestampMs) }),
  };
}
