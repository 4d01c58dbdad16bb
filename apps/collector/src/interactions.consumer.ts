import type { TopicNames } from '#contracts';
import type { BatchControl, BatchResult, Consumer, KafkaBatch, KafkaDoor, Producer } from '#kafka';
import type { Clock } from '#kernel';
import { type Logger, metrics } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { TopicGate } from './dead-letters/topic-gate.js';
import { type Outcome, ingestMessage } from './ingest-message.js';
import type { IngestPipeline } from './ingest.pipeline.js';
import type { OwnTopics } from './own-topics.js';
import { sendInBatches } from './send-in-batches.js';

/** What the consumer works with. */
export interface InteractionsConsumerParts {
  readonly kafka: KafkaDoor;
  readonly pipeline: IngestPipeline;
  readonly gate: TopicGate;
  readonly sourceTopics: readonly string[];
  readonly topics: TopicNames;
  readonly ownTopics: OwnTopics;
  readonly groupId: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** So much is held in memory before it is sent. */
const recordsOfASend = 500;
/** And so many bytes of source messages; a single larger one still goes. */
const bytesOfASend = 4 * 1024 * 1024;

/**
 * Takes every message of the source topics through the ingest pipeline and sends what comes of it. One send is in
 * flight per source partition, and the source offset is committed after the broker has what came of it.
 */
export class InteractionsConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #producer: Producer | undefined;
  #consumer: Consumer | undefined;

  constructor(private readonly parts: InteractionsConsumerParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { kafka, ownTopics, sourceTopics, groupId, gate, logger } = this.parts;
    await ownTopics.ensure();
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
    await gate.attach(this.#consumer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.stop();
    await this.#producer?.close();
  }

  async #handle(batch: KafkaBatch, control: BatchControl): Promise<BatchResult> {
    const startedAt = performance.now();
    let handled = 0;
    while (handled < batch.records.length && !control.isStale() && !this.parts.gate.isStopped(batch.topic)) {
      handled += await this.#handleSome(batch, handled);
      await control.heartbeat();
    }
    metrics.kafkaBatchDuration.record(performance.now() - startedAt, { topic: batch.topic });
    const next = batch.records[handled];
    return next === undefined ? {} : { nextOffset: next.offset };
  }

  /** How many messages were handled, from `from` on: what fits a send, or up to where the topic has to stop. */
  async #handleSome(batch: KafkaBatch, from: number): Promise<number> {
    const { pipeline, gate, logger, clock } = this.parts;
    const outcome: Outcome = { masked: [], parts: [], deadLetters: [] };
    const { topic, partition } = batch;
    let [handled, bytes, mustStop] = [0, 0, false];
    for (const record of batch.records.slice(from, from + recordsOfASend)) {
      const received = { topic, partition, record, takenUpAtMs: clock() };
      const code = await ingestMessage(pipeline, received, outcome, logger);
      handled += 1;
      bytes += record.value?.length ?? 0;
      mustStop = gate.note(topic, code);
      if (mustStop || bytes >= bytesOfASend) break;
    }
    await this.#send(outcome);
    if (mustStop) await gate.stop(topic);
    return handled;
  }

  /** Dead letters can be large: each goes alone. */
  async #send({ masked, parts, deadLetters }: Outcome): Promise<void> {
    const { topics } = this.parts;
    for (const letter of deadLetters) await this.#producer?.send(topics.deadLetters, [letter]);
    await sendInBatches(this.#producer, topics.parts, parts);
    await sendInBatches(this.#producer, topics.masked, masked);
  }
}
