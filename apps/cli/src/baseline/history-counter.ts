import type { Interaction } from '#contracts';
import type { BucketRow, SessionUnitRow } from '#database';
import { type Detector, scanInteraction } from '#detection';
import { type OpenSession, type SessionUnit, addToSession, closeIdleSession, minuteMs } from '#drift';
import { addCounts, countInteraction, driftEvent, sessionDigest } from '#features';

/** The partition that stands for counted history: no Kafka partition has this number. */
const historyPartition = -1;

interface Session {
  readonly modelKey: number;
  readonly digest: string;
  readonly session: OpenSession;
}

/**
 * Counts masked interactions in the order of their time as the analyzer counts live ones: the same detection,
 * features, sessions and buckets.
 */
export class HistoryCounter {
  readonly #buckets = new Map<string, BucketRow>();
  /** In the order of their last event, so that the idle ones come first. */
  readonly #sessions = new Map<string, Session>();
  #units: SessionUnitRow[] = [];

  constructor(private readonly detector: Detector) {}

  add(interaction: Interaction): void {
    this.closeIdle(interaction.occurredAtMs);
    const signal = scanInteraction(interaction, this.detector);
    const { modelKey, occurredAtMs: atMs } = interaction;
    const digest = sessionDigest(interaction);
    const key = `${modelKey}/${digest}`;
    const added = addToSession(digest, this.#sessions.get(key)?.session, driftEvent(interaction, signal));
    this.#sessions.delete(key);
    this.#sessions.set(key, { modelKey, digest, session: added.session });
    for (const unit of added.units) this.#emit(modelKey, unit);
    this.#count(modelKey, atMs, countInteraction(interaction, signal, added.duplicate));
  }

  /** Closes the sessions that have been idle for ten minutes at this time; all of them at Infinity. */
  closeIdle(atMs: number): void {
    for (const [key, { modelKey, digest, session }] of this.#sessions) {
      const closed = closeIdleSession(digest, session, atMs);
      if (closed === undefined) return;
      this.#sessions.delete(key);
      if (closed.unit !== undefined) this.#emit(modelKey, closed.unit);
    }
  }

  /** What was counted since the last call. */
  take(): { readonly buckets: readonly BucketRow[]; readonly units: readonly SessionUnitRow[] } {
    const taken = { buckets: [...this.#buckets.values()], units: this.#units };
    this.#buckets.clear();
    this.#units = [];
    return taken;
  }

  #emit(modelKey: number, unit: SessionUnit): void {
    const { key: digest, emittedMinuteMs, firstAtMs } = unit;
    this.#units.push({
      modelKey,
      emittedMinuteMs,
      firstAtMs,
      sessionDigest: digest,
      partition: historyPartition,
      unit,
    });
  }

  #count(modelKey: number, atMs: number, counts: BucketRow['counts']): void {
    const bucketMinuteMs = Math.floor(atMs / minuteMs) * minuteMs;
    const key = `${modelKey}/${bucketMinuteMs}`;
    const before = this.#buckets.get(key)?.counts;
    const sum = before === undefined ? counts : addCounts(before, counts);
    this.#buckets.set(key, { modelKey, minuteMs: bucketMinuteMs, partition: historyPartition, counts: sum });
  }
}
