import { type Database, addTimelineEntry, readIncidentState } from '#database';
import type { Clock } from '#kernel';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { lanesOf } from '../channels/open-channel.js';
import type { IncidentService } from '../incident.service.js';
import type { Routing } from '../routing/load-routing.js';
import { type Stray, giveUpStray, readStrays } from './stray.store.js';

export interface StraysParts {
  readonly database: Database;
  readonly routing: Routing;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Looks for messages whose receiver left the routing. One that nobody was told by goes where the routing leads now; one
 * about what was told before cannot be sent any more, and the ledger and the timeline say so.
 */
export class StraysScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(
    private readonly parts: StraysParts,
    private readonly incidents: IncidentService,
  ) {
    this.#work = scheduledWork('look for strays', parts.logger, async () => {
      const { database, routing } = this.parts;
      for (const stray of await readStrays(database, lanesOf(routing.file().receivers))) {
        await this.#giveUp(stray);
      }
    });
  }

  @Interval(5_000)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  async #giveUp(stray: Stray): Promise<void> {
    const { database, clock, logger } = this.parts;
    const { incidentId, receiver, channel, toldStatus } = stray;
    const left = `the routing has no ${receiver} over ${channel} any more`;
    const reason =
      toldStatus === null
        ? `${left}: the incident goes where the routing leads now`
        : `${left}: it was told ${toldStatus} last, and hears no more`;
    const state = toldStatus === null ? 'skipped' : 'failed';
    await database.transaction(async (tx) => {
      // The incident first, as whoever owes a message takes it.
      const incident = await readIncidentState(tx, incidentId);
      if (incident === undefined || !(await giveUpStray(tx, stray, { state, reason }))) return;
      logger.error({ incidentId, receiver, channel, state }, 'a message has no receiver any more');
      const entry = { incidentId, atMs: clock(), event: 'delivery-failed', who: 'tunewarden', door: channel };
      await addTimelineEntry(tx, { ...entry, detail: { receiver, channel, reason } });
      if (toldStatus === null) await this.incidents.reroute(tx, incident);
    });
  }
}
