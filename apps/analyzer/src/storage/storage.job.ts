import type { Database } from '#database';
import type { Clock } from '#kernel';
import { type PartitionedTable, partitionedTables } from './partitioned-tables.js';
import {
  countHomeless,
  createPartitions,
  deleteHomeless,
  deleteLooseLinks,
  dropPartition,
  readPartitions,
} from './partitions.store.js';
import { daysBefore, planPartitions } from './plan-partitions.js';
import { type WentBy, claimJob, failJob, finishJob } from './storage-jobs.store.js';
import { trimSamples } from './trim-samples.js';

export interface StorageSettings {
  /** Whole days that text is kept, and counters. */
  readonly keepTextDays: number;
  readonly keepCountersDays: number;
  readonly samplePerDay: number;
  /** So long after one run the next is due. */
  readonly everyMs: number;
}

/** What a run did with one table. */
export interface TableRun {
  readonly table: string;
  readonly created: number;
  readonly dropped: number;
  /** Rows that a legal hold kept out of the drops of this run. */
  readonly held: number;
  /** Rows deleted one by one, since they never had a partition. */
  readonly deleted: number;
  /** Rows that stand in the default partition now. */
  readonly homeless: number;
}

export interface StorageRun {
  readonly tables: readonly TableRun[];
  /** Rows of samples that held more than they should. */
  readonly trimmed: number;
}

/** Makes the days to come, drops the days that are over, and says what it did; many may call it, one does the work. */
export class StorageJob {
  constructor(
    private readonly database: Database,
    private readonly settings: StorageSettings,
    private readonly clock: Clock,
  ) {}

  /** undefined where it is not due or in another's hands. Throws what Postgres did not do, after noting it. */
  async run(): Promise<StorageRun | undefined> {
    const { database, settings, clock } = this;
    if (!(await claimJob(database, clock(), settings.everyMs))) return undefined;
    try {
      const done = await this.#work();
      await finishJob(database, clock(), this.#wentBy());
      return done;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      await failJob(database, clock(), code);
      throw error;
    }
  }

  #wentBy(): WentBy {
    const tables = partitionedTables.map((table) => ({
      table: table.name,
      keeps: table.keeps,
      keepDays: keepDaysOf(table, this.settings),
    }));
    return { samplePerDay: this.settings.samplePerDay, tables };
  }

  async #work(): Promise<StorageRun> {
    const { database, settings, clock } = this;
    const tables: TableRun[] = [];
    for (const table of partitionedTables) tables.push(await this.#workOn(table));
    const keptFrom = daysBefore(clock(), settings.keepTextDays);
    await deleteLooseLinks(database, keptFrom);
    const recentFrom = daysBefore(clock(), 1);
    const trimmed = await trimSamples(database, { keptFrom, recentFrom }, settings.samplePerDay);
    return { tables, trimmed };
  }

  async #workOn(table: PartitionedTable): Promise<TableRun> {
    const { database, settings, clock } = this;
    const plan = planPartitions(await readPartitions(database, table), clock(), keepDaysOf(table, settings));
    let [created, dropped, held] = [0, 0, 0];
    // Days with rows to move one by one, so that nobody waits for long; the empty ones together.
    for (const days of plan.create) created += await createPartitions(database, table, days);
    for (const day of plan.drop) {
      const gone = await dropPartition(database, table, day);
      if (gone === undefined) continue;
      dropped += 1;
      held += gone.held;
    }
    const deleted = await deleteHomeless(database, table, plan.keptFrom);
    return {
      table: table.name,
      created,
      dropped,
      held,
      deleted,
      homeless: await countHomeless(database, table),
    };
  }
}

function keepDaysOf(
  { keeps }: PartitionedTable,
  { keepTextDays, keepCountersDays }: StorageSettings,
): number {
  return keeps === 'text' ? keepTextDays : keepCountersDays;
}
