import type { Database } from '#database';

const job = 'partitions';
/** Who dies while at work is taken over after so long. */
const leaseMs = 10 * 60_000;

/** How the job stands, for all replicas. */
export interface JobState {
  readonly finishedAtMs: number | undefined;
  readonly failedAtMs: number | undefined;
}

/** True where the job is due and this process is the one to do it; `everyMs` after its last end it is due again. */
export async function claimJob(database: Database, nowMs: number, everyMs: number): Promise<boolean> {
  const claimed = await database.execute(
    `UPDATE storage_jobs SET lease_until = $2, started_at = $1
     WHERE name = '${job}' AND (lease_until IS NULL OR lease_until <= $1)
       AND (finished_at IS NULL OR finished_at <= $3)`,
    [new Date(nowMs), new Date(nowMs + leaseMs), new Date(nowMs - everyMs)],
  );
  return claimed === 1;
}

/** What a run went by: for the API, which does not see how the analyzer is configured. */
export interface WentBy {
  readonly samplePerDay: number;
  /** Whole days that each table is kept. */
  readonly tables: readonly {
    readonly table: string;
    readonly keeps: 'text' | 'counters';
    readonly keepDays: number;
  }[];
}

export async function finishJob(database: Database, nowMs: number, wentBy: WentBy): Promise<void> {
  await database.rows(
    `UPDATE storage_jobs SET lease_until = NULL, finished_at = $1, failed_at = NULL, error = NULL, went_by = $2
     WHERE name = '${job}'`,
    [new Date(nowMs), JSON.stringify(wentBy)],
  );
}

/** It stays due: whoever looks next tries again. */
export async function failJob(database: Database, nowMs: number, error: string): Promise<void> {
  await database.rows(
    `UPDATE storage_jobs SET lease_until = NULL, failed_at = $1, error = $2 WHERE name = '${job}'`,
    [new Date(nowMs), error],
  );
}

export async function readJob(database: Database): Promise<JobState> {
  const [row] = await database.rows<{ finished_at: Date | null; failed_at: Date | null }>(
    `SELECT finished_at, failed_at FROM storage_jobs WHERE name = '${job}'`,
  );
  return { finishedAtMs: row?.finished_at?.getTime(), failedAtMs: row?.failed_at?.getTime() };
}
