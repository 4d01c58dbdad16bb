/** Days and models that a partition sees at once are few; beyond this they begin anew, which only keeps more. */
const mostSamples = 2_000;

/**
 * A uniform sample of each model and day: the interactions with the smallest ids, which are hashes of where they were
 * logged (bottom-k sketch; Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007). So whoever reads,
 * and however often, the same ones belong to it. This keeps at least those; the storage job removes the others.
 */
export class DailySamples {
  /** Ids in ascending order, by model and day. */
  readonly #smallest = new Map<string, string[]>();

  /** True where the id is among the `limit` smallest so far. */
  takes(modelKey: number, day: string, id: string, limit: number): boolean {
    if (limit <= 0) return false;
    const name = `${modelKey}/${day}`;
    const ids = this.#smallest.get(name) ?? [];
    if (ids.length >= limit && id >= (ids[limit - 1] ?? '')) return false;
    const at = ids.findIndex((one) => one >= id);
    if (ids[at] === id) return true;
    ids.splice(at === -1 ? ids.length : at, 0, id);
    ids.length = Math.min(ids.length, limit);
    if (!this.#smallest.has(name) && this.#smallest.size >= mostSamples) this.#smallest.clear();
    this.#smallest.set(name, ids);
    return true;
  }
}
