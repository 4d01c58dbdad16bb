import { type Database, findNewestIncident, lockFingerprint } from '#database';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { IncidentService } from '../incident.service.js';
import { type Over, readOver, takeRecovery } from './recovery.store.js';

/**
 * Resolves incidents whose drift is over, by the analyzer's word: when all that they were opened for is, their parts
 * included. Each recovery is looked at once, so that an incident which a person opens again stays open.
 */
export class RecoveriesScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;

  constructor(
    private readonly database: Database,
    private readonly incidents: IncidentService,
    logger: Logger,
  ) {
    this.#work = scheduledWork('look for recoveries', logger, async () => {
      while (await this.#takeOne());
    });
  }

  @Interval(5_000)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  /** False where there is none to take. */
  #takeOne(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const fingerprint = await takeRecovery(tx);
      if (fingerprint === undefined) return false;
      await lockFingerprint(tx, fingerprint);
      const incident = await findNewestIncident(tx, fingerprint);
      if (incident === undefined) return true;
      const over = await readOver(tx, incident.incidentId);
      if (over.lasting === 0) await this.incidents.resolveRecovered(tx, incident, whyOf(over));
      return true;
    });
  }
}

function whyOf({ features, endedAt }: Over): string {
  const since = endedAt === null ? '' : ` since ${endedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `what drifted is back${since}: ${features.join(', ')}`;
}
