import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type PostParts, postOneSummary } from './post-summary.js';
import type { SummaryJob } from './summary.job.js';

/**
 * Looks every half minute, and at once when the process starts, whether a week's summary is due: one that was missed
 * while nobody ran is made then. What was made is posted where Slack is configured.
 */
export class SummaryScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #making: ScheduledWork;
  readonly #posting: ScheduledWork;

  constructor(job: SummaryJob, posting: PostParts | undefined, logger: Logger) {
    this.#making = scheduledWork('weekly summary', logger, async () => {
      const tenants = await job.run();
      if (tenants.length > 0) logger.info({ tenants: tenants.length }, 'weekly summaries made');
    });
    this.#posting = scheduledWork('post summaries', logger, async () => {
      while (posting !== undefined && (await postOneSummary(posting)));
    });
  }

  onApplicationBootstrap(): void {
    void this.look();
  }

  @Interval(30_000)
  async look(): Promise<void> {
    await this.#making.tick();
    await this.#posting.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.#making.stop(), this.#posting.stop()]);
  }
}
