import type { Database } from '#database';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { oweUnagreedEnds } from './unagreed.store.js';

export interface ReconcileParts {
  readonly database: Database;
  readonly logger: Logger;
  readonly waitSeconds: number;
}

/** Says the end of an incident to PagerDuty again until PagerDuty agrees: it answers 202 before it does anything. */
export class ReconcileScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor({ database, logger, waitSeconds }: ReconcileParts) {
    this.#work = scheduledWork('agree with PagerDuty', logger, async () => {
      const receivers = await oweUnagreedEnds(database, waitSeconds);
      if (receivers.length > 0) logger.warn({ receivers }, 'PagerDuty does not hold for over what is over');
    });
  }

  @Interval(5_000)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }
}
