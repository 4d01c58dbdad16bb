import type { Database } from '#database';
import type { KafkaDoor } from '#kafka';
import type { Clock } from '#kernel';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { EffectsGatherer } from './batch-effects.js';
import { flush } from './flush.js';
import type { PartitionOwner } from './partition-owner.js';

/** What still travels from a producer through the collector is at most this old, as a rule. */
const graceMs = 5_000;

/**
 * Moves the watermark of partitions that have been read to their end, so that sessions go idle and minutes close
 * where no traffic comes; drift waits for the slowest partition.
 */
export class WatermarkScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly kafka: KafkaDoor;
      readonly owner: PartitionOwner;
      readonly topic: string;
      readonly clock: Clock;
    },
    logger: Logger,
  ) {
    this.#work = scheduledWork('watermark', logger, () => this.#advance());
  }

  @Interval(2_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  async #advance(): Promise<void> {
    const { kafka, owner, topic, clock } = this.parts;
    if (owner.owned.length === 0) return;
    const askedAtMs = clock();
    const ends = new Map(
      (await kafka.offsets(topic)).map(({ partition, low, high }) => [partition, { low, high }]),
    );
    for (const { partition } of owner.owned) {
      const end = ends.get(partition);
      if (end !== undefined) await this.#advancePartition(partition, end, askedAtMs - graceMs);
    }
  }

  #advancePartition(
    partition: number,
    end: { readonly low: bigint; readonly high: bigint },
    untilMs: number,
  ): Promise<void> {
    const { database, owner, topic } = this.parts;
    return owner.work({ topic, partition }, async (memory) => {
      const readToTheEnd = memory.nextOffset >= end.high || end.low === end.high;
      if (!readToTheEnd || memory.watermarkMs >= untilMs) return;
      const effects = new EffectsGatherer(partition, memory);
      memory.watermarkMs = untilMs;
      effects.closeIdleSessions();
      const { nextOffset } = memory;
      await flush(database, { topic, partition, expectedOffset: nextOffset, nextOffset }, effects, memory);
    });
  }
}
