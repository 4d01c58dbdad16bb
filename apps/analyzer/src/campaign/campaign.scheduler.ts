import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { CampaignWorker } from './campaign.worker.js';

/** Lets the campaign worker compare what has closed, every five seconds. */
export class CampaignScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(worker: CampaignWorker, logger: Logger) {
    this.#work = scheduledWork('campaigns', logger, () => worker.run());
  }

  @Interval(5_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }
}
