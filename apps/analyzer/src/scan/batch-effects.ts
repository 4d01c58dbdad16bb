import { type BucketRow, type SessionUnitRow } from '#database';
import { shippedThreshold } from '#detection';
import { type SessionUnit, addToSession, closeIdleSession, minuteMs } from '#drift';
import { actorDigest, addCounts, countInteraction, sessionDigest } from '#features';
import type { AttackFinding } from '#contracts';
import { attackFindings, evidenceIdOf } from './attack-findings.js';
import { type Kept, type TextRetention, keepText, strongerOf } from './keep-text.js';
import { type WaitingAsk, waitingAsk } from './flagged-asks.store.js';
import { eventTimeMs, observationOf } from './observe.js';
import type { PartitionMemory } from './partition-memory.js';
import { patternFinding } from './pattern-findings.js';
import type { JudgedCanary, ParsedGuardrail, Scanned } from './scanned.js';

/** Everything that a batch adds up to, ready to be written. */
export interface BatchEffects {
  readonly buckets: ReadonlyMap<string, BucketRow>;
  readonly units: readonly SessionUnitRow[];
  /** Interactions whose text is kept, each once. */
  readonly evidence: readonly Kept[];
  readonly findings: readonly AttackFinding[];
  readonly guardrails: readonly ParsedGuardrail[];
  readonly flaggedAsks: readonly WaitingAsk[];
  readonly canaries: readonly JudgedCanary[];
}

const evidenceOnly: TextRetention = { retainOf: () => 'evidence', samplePerDay: 0 };

/** Gathers the effects of one batch of one partition. */
export class EffectsGatherer implements BatchEffects {
  readonly buckets = new Map<string, BucketRow>();
  readonly units: SessionUnitRow[] = [];
  readonly findings: AttackFinding[] = [];
  readonly guardrails: ParsedGuardrail[] = [];
  readonly flaggedAsks: WaitingAsk[] = [];
  readonly canaries: JudgedCanary[] = [];
  readonly #kept = new Map<string, Kept>();
  /** Units of minutes before this may have been folded already: late ones count in this minute. */
  readonly #firstOpenMinuteMs: number;

  constructor(
    private readonly partition: number,
    private readonly memory: PartitionMemory,
    private readonly retention: TextRetention = evidenceOnly,
  ) {
    this.#firstOpenMinuteMs = Math.ceil(memory.watermarkMs / minuteMs) * minuteMs;
  }

  get evidence(): readonly Kept[] {
    return [...this.#kept.values()];
  }

  /** Counts one interaction, adds it to its session, and keeps its text where there is a reason to. */
  add(scanned: Scanned): void {
    const duplicate = this.#addToSession(scanned);
    this.#count(scanned, duplicate);
    this.memory.watermarkMs = Math.max(this.memory.watermarkMs, eventTimeMs(scanned));
    const { flagged, score } = scanned.signal.attack;
    if (flagged && !scanned.goesOn) this.flaggedAsks.push(waitingAsk(scanned, this.memory.watermarkMs));
    const patterns = this.#observe(scanned);
    // What a model's own threshold lets pass is kept, too: the next calibration must see it.
    const isEvidence = flagged || patterns.length > 0 || score >= shippedThreshold;
    for (const kept of keepText(scanned, this.memory, { ...this.retention, isEvidence })) this.#keep(kept);
    if (flagged) this.findings.push(...attackFindings(scanned));
    this.findings.push(...patterns);
  }

  addGuardrail(guardrail: ParsedGuardrail): void {
    this.guardrails.push(guardrail);
  }

  addCanary(canary: JudgedCanary): void {
    this.canaries.push(canary);
  }

  /** Closes the sessions that have been idle for ten minutes of event time. */
  closeIdleSessions(): void {
    for (const { modelKey, digest, session } of this.memory.sessions()) {
      const closed = closeIdleSession(digest, session, this.memory.watermarkMs);
      if (closed === undefined) continue;
      this.memory.removeSession(modelKey, digest);
      if (closed.unit !== undefined) this.#emit(modelKey, closed.unit);
    }
  }

  /** What this one completes together with others of its actor. */
  #observe(scanned: Scanned): readonly AttackFinding[] {
    const { interaction, record } = scanned;
    const actor = actorDigest(interaction);
    if (actor === undefined) return [];
    const patterns = this.memory.actors.observe(actor, observationOf(scanned), record.offset);
    return patterns.map((pattern) => patternFinding(scanned, pattern));
  }

  #keep(kept: Kept): void {
    const id = evidenceIdOf(kept);
    const before = this.#kept.get(id);
    this.#kept.set(id, before === undefined ? kept : strongerOf(before, kept));
  }

  #addToSession({ interaction, driftEvent }: Scanned): boolean {
    const { modelKey } = interaction;
    const digest = sessionDigest(interaction);
    const before = this.memory.session(modelKey, digest);
    const added = addToSession(digest, before?.session, driftEvent);
    this.memory.putSession({ modelKey, digest, session: added.session, following: before?.following ?? 0 });
    for (const unit of added.units) this.#emit(modelKey, unit);
    return added.duplicate;
  }

  #emit(modelKey: number, unit: SessionUnit): void {
    const emittedMinuteMs = Math.max(unit.emittedMinuteMs, this.#firstOpenMinuteMs);
    this.units.push({
      modelKey,
      emittedMinuteMs,
      firstAtMs: unit.firstAtMs,
      sessionDigest: unit.key,
      partition: this.partition,
      unit: { ...unit, emittedMinuteMs },
    });
  }

  #count({ interaction, signal, goesOn }: Scanned, duplicate: boolean): void {
    const { modelKey, occurredAtMs } = interaction;
    const bucketMinuteMs = Math.floor(occurredAtMs / minuteMs) * minuteMs;
    const key = `${modelKey}/${bucketMinuteMs}`;
    const counted = countInteraction(interaction, signal, duplicate);
    const counts = goesOn ? { ...counted, attacks: 0 } : counted;
    const before = this.buckets.get(key);
    this.buckets.set(key, {
      modelKey,
      minuteMs: bucketMinuteMs,
      partition: this.partition,
      counts: before === undefined ? counts : addCounts(before.counts, counts),
    });
  }
}
