import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { ProbeWorker } from './probe.worker.js';

/** Lets the probe worker look for rounds that are due. */
export class ProbeScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(
    private readonly worker: ProbeWorker,
    logger: Logger,
  ) {
    this.#work = scheduledWork('probes', logger, () => worker.run());
  }

  @Interval(10_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.worker.stop();
    await this.#work.stop();
  }
}
