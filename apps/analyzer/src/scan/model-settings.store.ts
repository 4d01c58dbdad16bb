import type { Database } from '#database';
import type { Retain } from './keep-text.js';

/** A change is seen after so long at most. */
const lookAgainMs = 10_000;

interface ModelSetting {
  readonly retain: Retain;
  readonly flagThreshold: number | undefined;
}

/** What was set for each model: how much text is kept (`tunewarden retain`), from which score on it is flagged (`calibrate`). */
export class ModelSettings {
  #settings = new Map<number, ModelSetting>();
  #lookedAtMs = -Infinity;

  constructor(private readonly database: Database) {}

  /** Reads what has been set; to be awaited before a batch. */
  async refresh(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#lookedAtMs < lookAgainMs) return;
    const rows = await this.database.rows<{
      model_key: number;
      retain: Retain;
      flag_threshold: number | null;
    }>(
      `SELECT model_key, retain, flag_threshold FROM models WHERE retain <> 'sample' OR flag_threshold IS NOT NULL`,
    );
    this.#settings = new Map(
      rows.map((row) => [
        row.model_key,
        { retain: row.retain, flagThreshold: row.flag_threshold ?? undefined },
      ]),
    );
    this.#lookedAtMs = nowMs;
  }

  retainOf(modelKey: number): Retain {
    return this.#settings.get(modelKey)?.retain ?? 'sample';
  }

  /** undefined: the shipped threshold. */
  flagThresholdOf(modelKey: number): number | undefined {
    return this.#settings.get(modelKey)?.flagThreshold;
  }
}
