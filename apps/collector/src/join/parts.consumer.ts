import type { TopicNames } from '#contracts';
import type { BatchResult, Consumer, KafkaBatch, KafkaDoor, OutgoingRecord, Producer } from '#kafka';
import type { Clock } from '#kernel';
import { type Logger, type ScheduledWork, metrics, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { deadLetterRecord } from '../dead-letters/dead-letter-record.js';
import type { OwnTopics } from '../own-topics.js';
import { sendInBatches } from '../send-in-batches.js';
import { joinRecords } from './join-records.js';
import { type ClosedParts, PendingParts } from './pending-parts.js';
import type { Vault } from '../vault.js';

/** What the consumer works with. */
export interface PartsConsumerParts {
  readonly kafka: KafkaDoor;
  readonly topics: TopicNames;
  readonly ownTopics: OwnTopics;
  readonly groupId: string;
  readonly logger: Logger;
  readonly vault: Vault;
  readonly clock: Clock;
}

const noSpan = {
  stage: 'join',
  code: 'no-span',
  message: 'No span arrived within five minutes for this log event: is the trace sampled out?',
};

/**
 * Joins what conventions log apart: a span and the log events of its messages (GenAI conventions 1.28 to 1.36). Parts of
 * one interaction share a partition of the parts topic. What waits is only in memory: the committed offset stays
 * before it, so a restart reads it again and closes it by the same record, which the analyzer knows by its header.
 */
export class PartsConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #pending = new Map<number, PendingParts>();
  readonly #work: ScheduledWork;
  #producer: Producer | undefined;
  #consumer: Consumer | undefined;

  constructor(private readonly parts: PartsConsumerParts) {
    this.#work = scheduledWork('ticks of waiting parts', parts.logger, () => this.#sendTicks());
  }

  async onApplicationBootstrap(): Promise<void> {
    const { kafka, topics, ownTopics, groupId, logger } = this.parts;
    await ownTopics.ensure();
    this.#producer = await kafka.openProducer();
    this.#consumer = await kafka.consume({
      groupId,
      topics: [topics.parts],
      minBytes: 1,
      maxWaitMs: 500,
      // Every partition is read on from its committed offset then, and what waits comes again.
      onAssigned: () => this.#pending.clear(),
      onBatch: (batch) => this.#handle(batch),
      onRetry: (error, attempt) =>
        logger.warn({ code: error.code, attempt }, 'batch of parts waits for a retry'),
      onCrash: (error) => {
        throw error;
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
    await this.#consumer?.stop();
    await this.#producer?.close();
  }

  async #handle({ partition, records }: KafkaBatch): Promise<BatchResult> {
    const before = this.#pending.get(partition) ?? PendingParts.none;
    const { closed, pending } = before.take(records);
    const masked: OutgoingRecord[] = [];
    for (const [index, one] of closed.entries()) {
      const ordinal = closed.slice(0, index).filter(({ closedBy }) => closedBy === one.closedBy).length;
      masked.push(...(await this.#join(one, partition, ordinal)));
    }
    await sendInBatches(this.#producer, this.parts.topics.masked, masked);
    this.#pending.set(partition, pending);
    return pending.firstOffset === undefined ? {} : { commitOffset: pending.firstOffset };
  }

  async #join(
    { parts, closedBy }: ClosedParts,
    partition: number,
    ordinal: number,
  ): Promise<OutgoingRecord[]> {
    const { topics, clock, vault } = this.parts;
    const joined = joinRecords(parts, [topics.parts, partition, closedBy, ordinal].join('/'), vault);
    switch (joined.kind) {
      case 'interaction':
        return [joined.record];
      case 'no-text':
        metrics.collectorDropped.add(1, { reason: 'no-text' });
        return [];
      case 'no-span':
        metrics.deadLettered.add(parts.length, {
          topic: topics.parts,
          stage: noSpan.stage,
          code: noSpan.code,
        });
        for (const record of parts) {
          const received = { topic: topics.parts, partition, record, takenUpAtMs: clock() };
          await this.#producer?.send(topics.deadLetters, [deadLetterRecord(received, noSpan)]);
        }
        return [];
    }
  }

  @Interval(1_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  /** Where nothing else comes, a record of our own moves the partition's time on. */
  async #sendTicks(): Promise<void> {
    for (const [partition, pending] of this.#pending) {
      if (pending.firstOffset === undefined) continue;
      await this.#producer?.send(this.parts.topics.parts, [{ partition, key: null, value: null }]);
    }
  }
}
