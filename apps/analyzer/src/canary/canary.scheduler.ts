import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { CanaryWorker } from './canary.worker.js';

/** Lets the canary worker send what this minute wants, and judge what was sent. */
export class CanaryScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(
    private readonly worker: CanaryWorker,
    logger: Logger,
  ) {
    this.#work = scheduledWork('canaries', logger, () => worker.run());
  }

  @Interval(5_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
    await this.worker.close();
  }
}
