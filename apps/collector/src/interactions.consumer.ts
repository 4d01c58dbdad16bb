import type { TopicNames } from '#contracts';
import type { BatchControl, BatchResult, Consumer, KafkaBatch, KafkaDoor, Producer } from '#kafka';
import type { Clock } from '#kernel';
import { type Logger, metrics } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { TopicGate } from './dead-letters/topic-gate.js';
import { deadLetterRecord } from './dead-letters/dead-letter-record.js';
import { type Outcome, ingestMessage } from './ingest-message.js';
import type { IngestPipeline } from './ingest.pipeline.js';
import { LargeMessages } from './large/large-messages.js';
import type { OwnTopics } from './own-topics.js';
import type { ModelRegistry } from './steps/resolve-model.step.js';
import { sendOutcome } from './send-outcome.js';

/** What the consumer works with. */
export interface InteractionsConsumerParts {
  readonly kafka: KafkaDoor;
  readonly pipeline: IngestPipeline;
  readonly registry: ModelRegistry;
  readonly gate: TopicGate;
  readonly maxBytes: number;
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
 * flight per source partition, and the source offset is committed after the broker has what came of it. A large message
 * is another thread's meanwhile.
 */
export class InteractionsConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #producer: Producer | undefined;
  #consumer: Consumer | undefined;

  readonly #large: LargeMessages;

  constructor(private readonly parts: InteractionsConsumerParts) {
    const { gate, logger, maxBytes, registry, topics } = parts;
    this.#large = new LargeMessages({
      logger,
      maxBytes,
      registry,
      isStopped: (topic) => gate.isStopped(topic),
      refuse: async (received, reason) => {
        await this.#producer?.send(topics.deadLetters, [deadLetterRecord(received, reason)]);
      },
    });
  }

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
    this.#large.attach(this.#consumer);
    this.#large.warmUp();
    await gate.attach(this.#consumer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.stop();
    await this.#large.close();
    await this.#producer?.close();
  }

  async #handle(batch: KafkaBatch, control: BatchControl): Promise<BatchResult> {
    const startedAt = performance.now();
    let [handled, goesOn] = [0, true];
    while (
      goesOn &&
      handled < batch.records.length &&
      !control.isStale() &&
      !this.parts.gate.isStopped(batch.topic)
    ) {
      const count = await this.#handleSome(batch, handled);
      handled += count;
      goesOn = count > 0;
      await control.heartbeat();
    }
    metrics.kafkaBatchDuration.record(performance.now() - startedAt, { topic: batch.topic });
    const next = batch.records[handled];
    return next === undefined ? {} : { nextOffset: next.offset };
  }

  /**
   * How many messages were handled, from `from` on: what fits a send, up to a large one, or up to where the topic has to
   * stop. None where the partition has to wait for a large one.
   */
  async #handleSome(batch: KafkaBatch, from: number): Promise<number> {
    const { pipeline, gate, logger, clock, topics } = this.parts;
    const outcome: Outcome = { masked: [], parts: [], deadLetters: [] };
    const { topic, partition } = batch;
    let [handled, bytes, mustStop] = [0, 0, false];
    for (const record of batch.records.slice(from, from + recordsOfASend)) {
      const received = { topic, partition, record, takenUpAtMs: clock() };
      const isLarge = this.#large.isLarge(received);
      // What is before it is sent first.
      if (isLarge && handled > 0) break;
      const taken = isLarge
        ? await this.#large.take(received)
        : { code: await ingestMessage(pipeline, received, outcome, logger) };
      if (taken === undefined) break;
      handled += 1;
      bytes += record.value?.length ?? 0;
      mustStop = gate.note(topic, taken.code);
      if (mustStop || bytes >= bytesOfASend) break;
    }
    await sendOutcome(this.#producer, topics, outcome);
    if (mustStop) await gate.stop(topic);
    return handled;
  }
}
