import type { TopicNames } from '#contracts';
import type { BatchControl, Consumer, KafkaBatch, KafkaDoor, OutgoingRecord, Producer } from '#kafka';
import { AppError, type Clock, describeError } from '#kernel';
import type { StepResult, Steps } from '#pipeline';
import { type Logger, metrics } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { deadLetterRecord } from './dead-letter.js';
import type { Received } from './received.js';

/** What the consumer works with. */
export interface InteractionsConsumerParts {
  readonly kafka: KafkaDoor;
  readonly pipeline: Steps<Received, OutgoingRecord>;
  readonly sourceTopics: readonly string[];
  readonly topics: TopicNames;
  readonly groupId: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Masked records and dead letters of a batch, each in the order of their source. */
interface Outcome {
  readonly masked: OutgoingRecord[];
  readonly deadLetters: OutgoingRecord[];
}

/** So much is held in memory before it is sent. */
const recordsOfASend = 500;
const ownPartitions = 4;
/** A dead letter is as long as its source message and has more headers. */
const deadLetterConfig = { 'max.message.bytes': String(21 * 1024 * 1024) };

/**
 * Takes every message of the source topics through the ingest pipeline and does what its result says. One send is in
 * flight per source partition, and the source offset is committed after the broker has what came of it.
 */
export class InteractionsConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #producer: Producer | undefined;
  #consumer: Consumer | undefined;

  constructor(private readonly parts: InteractionsConsumerParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { kafka, topics, sourceTopics, groupId, logger } = this.parts;
    await kafka.ensureTopics([
      ...sourceTopics.map((name) => ({ name, partitions: ownPartitions })),
      { name: topics.masked, partitions: ownPartitions, config: deadLetterConfig },
      { name: topics.deadLetters, partitions: 1, config: deadLetterConfig },
    ]);
    this.#producer = await kafka.openProducer();
    this.#consumer = await kafka.consume({
      groupId,
      topics: sourceTopics,
      minBytes: 1,
      maxWaitMs: 250,
      concurrency: 2,
      onBatch: (batch, control) => this.#handle(batch, control),
      onRetry: (error, attempt) => logger.warn({ code: error.code, attempt }, 'batch waits for a retry'),
      onCrash: (error) => {
        throw error;
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.stop();
    await this.#producer?.close();
  }

  async #handle(batch: KafkaBatch, control: BatchControl): Promise<void> {
    const startedAt = performance.now();
    for (let at = 0; at < batch.records.length && !control.isStale(); at += recordsOfASend) {
      await this.#handleSome(batch, at);
      await control.heartbeat();
    }
    metrics.kafkaBatchDuration.record(performance.now() - startedAt, { topic: batch.topic });
  }

  async #handleSome(batch: KafkaBatch, at: number): Promise<void> {
    const { topics, clock } = this.parts;
    const outcome: Outcome = { masked: [], deadLetters: [] };
    for (const record of batch.records.slice(at, at + recordsOfASend)) {
      const received = { topic: batch.topic, partition: batch.partition, record, takenUpAtMs: clock() };
      this.#settle(received, await this.#run(received), outcome);
    }
    await this.#send(topics.deadLetters, outcome.deadLetters);
    await this.#send(topics.masked, outcome.masked);
  }

  /** A fault that one message causes is that message's fault: it must not hold up the partition. */
  async #run(received: Received): Promise<StepResult<OutgoingRecord>> {
    try {
      return await this.parts.pipeline.run(received);
    } catch (error) {
      if (error instanceof AppError) throw error;
      this.parts.logger.error({ error: describeError(error) }, 'a step failed on a message');
      return {
        kind: 'dead-letter',
        stage: 'internal',
        code: 'internal-error',
        message: 'A step failed on it',
      };
    }
  }

  /** The one place where a result of the pipeline becomes an effect. */
  #settle(received: Received, result: StepResult<OutgoingRecord>, outcome: Outcome): void {
    switch (result.kind) {
      case 'ok':
        metrics.collected.add(1, { topic: received.topic });
        outcome.masked.push(result.value);
        return;
      case 'drop':
        metrics.collectorDropped.add(1, { reason: result.reason });
        return;
      case 'dead-letter':
        metrics.deadLettered.add(1, { topic: received.topic, stage: result.stage, code: result.code });
        outcome.deadLetters.push(deadLetterRecord(received, result));
    }
  }

  /** Dead letters can be large: each goes alone. */
  async #send(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    const isDeadLetters = topic === this.parts.topics.deadLetters;
    const sends = isDeadLetters ? records.map((record) => [record]) : [records];
    for (const send of sends) await this.#producer?.send(topic, send);
  }
}
