/** How many calls a window of time takes, each key by itself. */
export class RateLimit {
  readonly #calls = new Map<string, number[]>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** 0 where the call is taken; else the milliseconds until one would be. A refused call does not count. */
  take(key: string, nowMs: number): number {
    const recent = (this.#calls.get(key) ?? []).filter((ms) => nowMs - ms < this.windowMs);
    this.#calls.set(key, recent);
    if (recent.length < this.most) {
      recent.push(nowMs);
      return 0;
    }
    return (recent[0] ?? nowMs) + this.windowMs - nowMs;
  }
}
