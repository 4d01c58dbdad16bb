import type { Database } from '#database';
import { AppError } from '#kernel';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { IncidentService } from '../incident.service.js';
import { forgetOldCanaries, readLastAccepted, readToldCanaries } from './canary.store.js';
import type { SecondPath } from './second-path.js';
import { watchdogReceiver } from './with-watchdog.js';

export interface WatchdogParts {
  readonly database: Database;
  readonly logger: Logger;
  readonly silenceMs: number;
  /** undefined: nobody to page; whoever stands behind WATCHDOG_URL still misses the canary. */
  readonly secondPath: SecondPath | undefined;
}

/** A page that PagerDuty did not take is tried again after so long. */
const retryMs = 30_000;

/**
 * Waits for canaries at the end of the whole path. Each one that came through is ended, so that the next is news; where
 * none comes, somebody is paged by the second path. Where this process is gone too, the outside misses the canary.
 */
export class WatchdogScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;
  #lastAccepted: string | undefined;
  #heardAtMs = performance.now();
  #triedAtMs = -Infinity;

  constructor(
    private readonly parts: WatchdogParts,
    private readonly incidents: IncidentService,
  ) {
    this.#work = scheduledWork('listen for the canary', parts.logger, () => this.#listen());
  }

  @Interval(1_000)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  @Interval(600_000)
  async tidy(): Promise<void> {
    await forgetOldCanaries(this.parts.database).catch(passing);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  async #listen(): Promise<void> {
    // A database that does not answer is silence like any other.
    const heard = await readLastAccepted(this.parts.database, watchdogReceiver).catch(passing);
    if (heard !== undefined && heard !== this.#lastAccepted) {
      const isFirst = this.#lastAccepted === undefined;
      this.#lastAccepted = heard;
      // What an earlier process heard says nothing about now.
      if (!isFirst) await this.#hear();
    }
    if (performance.now() - this.#heardAtMs > this.parts.silenceMs) await this.#page();
    const told = (await readToldCanaries(this.parts.database).catch(passing)) ?? [];
    for (const fingerprint of told) await this.incidents.recover(fingerprint, 'the canary came through');
  }

  async #hear(): Promise<void> {
    this.#heardAtMs = performance.now();
    this.#triedAtMs = -Infinity;
    await this.parts.secondPath?.end();
  }

  async #page(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#triedAtMs < retryMs) return;
    this.#triedAtMs = nowMs;
    const seconds = Math.round((nowMs - this.#heardAtMs) / 1_000);
    const isTaken = await this.parts.secondPath?.page(
      `Tunewarden: no canary came through for ${seconds} s. Attacks may go unseen.`,
    );
    this.parts.logger.error({ seconds, isTaken: isTaken ?? false }, 'no canary came through');
  }
}

/** A fault that passes is no answer; any other one ends the process. */
function passing(error: unknown): undefined {
  if (error instanceof AppError && error.retriable) return undefined;
  throw error;
}
