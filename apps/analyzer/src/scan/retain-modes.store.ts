import type { Database } from '#database';
import type { Retain } from './keep-text.js';

/** A change of mode is seen after so long at most. */
const lookAgainMs = 10_000;

/** How much text is kept of each model, as `tunewarden retain` said. */
export class RetainModes {
  #modes = new Map<number, Retain>();
  #lookedAtMs = -Infinity;

  constructor(private readonly database: Database) {}

  /** Reads what has been said; to be awaited before a batch. */
  async refresh(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#lookedAtMs < lookAgainMs) return;
    const rows = await this.database.rows<{ model_key: number; retain: Retain }>(
      `SELECT model_key, retain FROM models WHERE retain <> 'sample'`,
    );
    this.#modes = new Map(rows.map((row) => [row.model_key, row.retain]));
    this.#lookedAtMs = nowMs;
  }

  of(modelKey: number): Retain {
    return this.#modes.get(modelKey) ?? 'sample';
  }
}
