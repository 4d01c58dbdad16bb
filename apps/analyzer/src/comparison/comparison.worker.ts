import { type Audit, compareWithBase } from '#comparison';
import type { Database } from '#database';
import type { Clock } from '#kernel';
import { claimDueModel, readAttempts, saveComparison } from './comparison.store.js';

/** A model is compared again so long after the last time. */
const comparedEveryMs = 10 * 60_000;
const lookBackMs = 30 * 24 * 3_600_000;

/** Compares how attacks work on tuned models and on their bases, a model at a time, by as many workers as there are. */
export class ComparisonWorker {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    /** How often the judge of answers was right; without it its counts are taken as they are. */
    private readonly audit?: Audit,
  ) {}

  /** Compares everything that is due. */
  async run(): Promise<void> {
    while (await this.#compareOne());
  }

  /** False where nothing is due. */
  #compareOne(): Promise<boolean> {
    const nowMs = this.clock();
    const [comparedAt, since] = [new Date(nowMs), new Date(nowMs - lookBackMs)];
    return this.database.transaction(async (tx) => {
      const due = await claimDueModel(tx, new Date(nowMs - comparedEveryMs));
      if (due === undefined) return false;
      const comparison = compareWithBase(await readAttempts(tx, due, since), this.audit);
      await saveComparison(tx, due, { comparison, comparedAt, since });
      return true;
    });
  }
}
