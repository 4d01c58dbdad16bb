/** Ids remembered of a file: a row that is logged again follows soon. */
const mostIds = 200_000;

/** Knows the ids of the last rows, to tell one that is logged twice. */
export class RecentIds {
  readonly #ids = new Set<string>();
  repeated = 0;

  /** False where a row with this id was among the last ones. */
  isNew(id: string): boolean {
    if (this.#ids.has(id)) {
      this.repeated += 1;
      return false;
    }
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > mostIds && oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }
}
