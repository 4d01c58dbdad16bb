import type { KafkaDoor, Producer } from '#kafka';
import type { Clock } from '#kernel';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { canaryInteraction } from './canary-interaction.js';

export interface CanaryParts {
  readonly kafka: KafkaDoor;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where customers log. */
  readonly topic: string;
  readonly everyMs: number;
}

/** Logs a canary at the head of the whole path; replicas log the same one, which counts once. */
export class CanaryScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;
  #producer: Producer | undefined;
  #lastSlot = 0;

  constructor(private readonly parts: CanaryParts) {
    this.#work = scheduledWork('log a canary', parts.logger, () => this.#log());
  }

  @Interval(1_000)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
    await this.#producer?.close();
  }

  async #log(): Promise<void> {
    const { kafka, clock, topic, everyMs } = this.parts;
    const nowMs = clock();
    const slot = Math.floor(nowMs / everyMs);
    if (slot === this.#lastSlot) return;
    this.#producer ??= await kafka.openProducer();
    await this.#producer.send(topic, [canaryInteraction(slot, nowMs)]);
    this.#lastSlot = slot;
  }
}
