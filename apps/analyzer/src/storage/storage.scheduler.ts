import type { Database } from '#database';
import { AppError, type Clock } from '#kernel';
import { type Logger, type ScheduledWork, metrics, scheduledWork } from '#telemetry';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { readJob } from './storage-jobs.store.js';
import type { StorageJob, StorageRun } from './storage.job.js';

/**
 * Looks every minute, and at once when the process starts, whether the storage job is due. A job that fails keeps
 * nobody from scanning: it is counted, logged as an error, and tried again a minute later.
 */
export class StorageScheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #work: ScheduledWork;
  readonly #startedAtMs: number;

  constructor(
    private readonly database: Database,
    private readonly job: StorageJob,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.#startedAtMs = clock();
    this.#work = scheduledWork('storage', logger, () => this.#run());
  }

  /** Not waited for: what comes before its day's partition moves there when that is made. */
  onApplicationBootstrap(): void {
    void this.#work.tick();
  }

  @Interval(60_000)
  tick(): Promise<void> {
    return this.#work.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#work.stop();
  }

  async #run(): Promise<void> {
    try {
      const done = await this.job.run();
      if (done !== undefined) this.#report(done);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      metrics.storageRuns.add(1, { outcome: 'failed' });
      this.logger.error({ code: error.code }, 'storage job failed: partitions are neither made nor dropped');
    }
    // Every replica says how old the last good run is, whoever did it.
    const { finishedAtMs } = await readJob(this.database);
    metrics.storageAge.record((this.clock() - (finishedAtMs ?? this.#startedAtMs)) / 1_000);
  }

  #report({ tables, trimmed }: StorageRun): void {
    metrics.storageRuns.add(1, { outcome: 'ok' });
    for (const { table, created, dropped, held, deleted, homeless } of tables) {
      metrics.partitionsDropped.add(dropped, { table });
      metrics.rowsWithoutPartition.record(homeless, { table });
      if (created + dropped + deleted === 0) continue;
      this.logger.info({ table, created, dropped, held, deleted, homeless }, 'partitions made and dropped');
    }
    if (trimmed > 0) this.logger.info({ trimmed }, 'samples trimmed');
  }
}
