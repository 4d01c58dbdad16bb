import type { CoverageFinding } from '#contracts';
import { type Database, insertFindings } from '#database';
import { type Gap, findGaps, shortestSilenceMs } from '#incidents';
import type { Clock } from '#kernel';
import { type Logger, type ScheduledWork, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { IncidentService } from '../incident.service.js';
import { gapFinding, gapFingerprint } from './gap-finding.js';
import { readOpenGaps, readProgress, readSilentModels } from './traffic.store.js';

const lookBackMs = 7 * 24 * 3_600_000;
const lookEveryMs = 15_000;

export interface GapsParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Topic of masked interactions. */
  readonly topic: string;
}

/**
 * States what is not watched and says when it is again. It stands here and not in the analyzer, whose standing still is
 * one of the gaps.
 */
export class GapsScheduler implements BeforeApplicationShutdown {
  readonly #work: ScheduledWork;
  /** Gaps of the last look: one that was there twice is no hiccup of a start. */
  #seen = new Set<string>();

  constructor(
    private readonly parts: GapsParts,
    private readonly incidents: IncidentService,
  ) {
    this.#work = scheduledWork('look for gaps', parts.logger, () => this.#look());
  }

  @Interval(lookEveryMs)
  async tick(): Promise<void> {
    await this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  async #look(): Promise<void> {
    const { database, clock } = this.parts;
    const nowMs = clock();
    const days = [new Date(nowMs - lookBackMs), new Date(nowMs)] as const;
    const silent = await readSilentModels(database, days, new Date(nowMs - shortestSilenceMs));
    const gaps = findGaps(silent, await readProgress(database, this.parts.topic), nowMs);
    const open = new Set(await readOpenGaps(database));
    const found = new Map(gaps.map((gap) => [gapFingerprint(gap), gap]));
    for (const [fingerprint, gap] of found) {
      if (!open.has(fingerprint) && this.#seen.has(fingerprint)) await this.#state(gap, nowMs);
    }
    // While anything lags, nobody knows whether a silent model is silent.
    const isUnsure = gaps.some(({ cause }) => cause === 'lag');
    for (const fingerprint of open) {
      if (!found.has(fingerprint) && !isUnsure)
        await this.incidents.recover(fingerprint, 'no gap is seen any more');
    }
    this.#seen = new Set(found.keys());
  }

  /** Into the table for everybody to see, and straight to its incident: the relay may be what stands still. */
  async #state(gap: Gap, nowMs: number): Promise<void> {
    const finding: CoverageFinding = gapFinding(gap, nowMs);
    await this.parts.database.transaction((tx) => insertFindings(tx, [finding]));
    await this.incidents.take(finding, '');
  }
}
