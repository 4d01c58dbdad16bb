import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { ComparisonWorker } from './comparison.worker.js';

/** Lets the comparison worker look for what is due, twice a minute. */
export class ComparisonScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(worker: ComparisonWorker, logger: Logger) {
    this.#work = scheduledWork('comparisons with the base', logger, () => worker.run());
  }

  @Interval(30_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }
}
