import type { TopicNames } from '#contracts';
import type { Consumer, KafkaBatch, KafkaDoor } from '#kafka';
import type { Logger } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { OwnTopics } from '../own-topics.js';
import type { MaskText } from './describe-dead-letter.js';
import type { DeadLettersStore } from './dead-letters.store.js';
import { describeDeadLetter } from './describe-dead-letter.js';

/** What the consumer works with. */
export interface DeadLettersConsumerParts {
  readonly kafka: KafkaDoor;
  readonly store: DeadLettersStore;
  readonly topics: TopicNames;
  readonly ownTopics: OwnTopics;
  readonly groupId: string;
  readonly mask: MaskText;
  readonly logger: Logger;
}

/** Lists every dead letter in Postgres for the console: why, from where, how long, and its masked beginning. */
export class DeadLettersConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #consumer: Consumer | undefined;

  constructor(private readonly parts: DeadLettersConsumerParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { kafka, topics, ownTopics, groupId, logger } = this.parts;
    await ownTopics.ensure();
    this.#consumer = await kafka.consume({
      groupId,
      topics: [topics.deadLetters],
      minBytes: 1,
      maxWaitMs: 500,
      onBatch: (batch) => this.#handle(batch),
      onRetry: (error, attempt) =>
        logger.warn({ code: error.code, attempt }, 'dead letters wait for a retry'),
      onCrash: (error) => {
        throw error;
      },
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.stop();
  }

  async #handle({ partition, records }: KafkaBatch): Promise<void> {
    const { store, mask } = this.parts;
    await store.add(
      partition,
      records.map((record) => describeDeadLetter(record, mask)),
    );
  }
}
