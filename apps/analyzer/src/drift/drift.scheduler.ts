import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { DriftWorker } from './drift.worker.js';

/** Lets the drift worker fold what has closed, every two seconds. */
export class DriftScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(worker: DriftWorker, logger: Logger) {
    this.#work = scheduledWork('drift', logger, () => worker.run());
  }

  @Interval(2_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }
}
