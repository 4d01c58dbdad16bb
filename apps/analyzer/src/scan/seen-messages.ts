/** A conversation that rests for longer is a new one; its history is looked at again. */
const rememberedMs = 24 * 3_600_000;
/** Of one partition; about 150 bytes each in memory. */
const mostRemembered = 100_000;

/** What changed since the last commit: messages to add, and the time before which the others are forgotten. */
export interface SeenMessagesChanges {
  readonly added: readonly (readonly [digest: string, seenAtMs: number])[];
  readonly forgottenBeforeMs: number;
}

/** The messages of the last day, by digest, of one partition; the oldest are forgotten when there are too many. */
export class SeenMessages {
  /** In the order of time. */
  readonly #seen: Map<string, number>;
  #added = new Map<string, number>();
  #forgottenBeforeMs = 0;

  constructor(stored: readonly (readonly [digest: string, seenAtMs: number])[]) {
    this.#seen = new Map(stored);
  }

  has(digest: string): boolean {
    return this.#seen.has(digest);
  }

  remember(digest: string, atMs: number): void {
    this.#seen.delete(digest);
    this.#seen.set(digest, atMs);
    this.#added.set(digest, atMs);
    for (const [oldest, seenAtMs] of this.#seen) {
      if (this.#seen.size <= mostRemembered && atMs - seenAtMs < rememberedMs) break;
      this.#seen.delete(oldest);
      this.#added.delete(oldest);
      this.#forgottenBeforeMs = Math.max(this.#forgottenBeforeMs, seenAtMs + 1);
    }
  }

  changes(): SeenMessagesChanges {
    return { added: [...this.#added], forgottenBeforeMs: this.#forgottenBeforeMs };
  }

  committed(): void {
    this.#added.clear();
    this.#forgottenBeforeMs = 0;
  }
}
