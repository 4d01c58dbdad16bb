import { AppError } from '#kernel';

/** Rows may come so much later than one that is after them: longer than logs are usually late. */
const slackMs = 15 * 60_000;
/** A row so far ahead of all before is believed when the next one is there too: one wrong clock must not end a day. */
const longestLeapMs = 7 * 24 * 3_600_000;
/** Of so many rows no more than this share may be later still, or the file is not in the order of its time. */
const rowsToJudge = 1_000;
const mostLate = 0.02;

/** Puts the rows of one model into the order of their time, as far as fifteen minutes set it right. */
export class RowsInOrder<Row> {
  #held: Row[] = [];
  #newestMs = -Infinity;
  #releasedMs = -Infinity;
  #ahead: Row | undefined;
  #rows = 0;
  #late = 0;

  constructor(private readonly atMs: (row: Row) => number) {}

  /** Rows that came too late to be put where they belong. */
  get late(): number {
    return this.#late;
  }

  /** The rows that no later one comes before, in order. Throws an AppError where the input is in no order of time. */
  add(row: Row): readonly Row[] {
    if (this.#newestMs === -Infinity || this.atMs(row) - this.#newestMs <= longestLeapMs)
      return this.#take([row]);
    const ahead = this.#ahead;
    this.#ahead = row;
    if (ahead === undefined || Math.abs(this.atMs(row) - this.atMs(ahead)) > longestLeapMs) return [];
    this.#ahead = undefined;
    return this.#take([ahead, row]);
  }

  /** What was still held. */
  end(): readonly Row[] {
    return this.#release(Infinity);
  }

  #take(rows: readonly Row[]): readonly Row[] {
    for (const row of rows) {
      const atMs = this.atMs(row);
      this.#rows += 1;
      if (atMs < this.#releasedMs) this.#late += 1;
      this.#newestMs = Math.max(this.#newestMs, atMs);
      this.#held.push(row);
    }
    if (this.#rows >= rowsToJudge && this.#late > mostLate * this.#rows) {
      throw new AppError(
        'cli.unsorted',
        `the rows are not in the order of their time: ${this.#late} of the first ${this.#rows} of a model came more than 15 minutes late; sort the file, or give --sort, which holds all of it in memory`,
        false,
      );
    }
    // Sorted twice a slack, not at each row.
    return this.#newestMs - this.#releasedMs >= 1.5 * slackMs ? this.#release(this.#newestMs - slackMs) : [];
  }

  #release(throughMs: number): readonly Row[] {
    this.#releasedMs = throughMs;
    const inOrder = this.#held.sort((a, b) => this.atMs(a) - this.atMs(b));
    const first = inOrder.findIndex((row) => this.atMs(row) > throughMs);
    const end = first === -1 ? inOrder.length : first;
    this.#held = inOrder.slice(end);
    return inOrder.slice(0, end);
  }
}
