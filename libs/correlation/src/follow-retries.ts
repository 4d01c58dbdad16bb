import { type ActorState, type RefusedAsk, appended, mostMembers } from './actor-state.js';
import type { Observation } from './observation.js';
import type { Pattern } from './pattern.js';
import { recordsIn } from './records-in.js';
import { type Sketch, containment, hash32, similarity, sketchOf } from './sketch.js';
import { thresholds } from './thresholds.js';

/** Refused asks remembered of one actor. */
const mostRefusals = 8;
/** A sketch with fewer words ("yes", "and now?") is like nothing. */
const leastWords = 3;

/** What an interaction makes of the refused asks, and the pattern where a reworded one was answered. */
export interface Followed<Kept> {
  readonly kept: Kept;
  readonly patterns: readonly Pattern[];
}

/**
 * Remembers what the model refused; where it complies with an ask that is like refused ones of the last hour, and
 * there is a sign of attack in them, the ask was reworded until the model went along. Told once: they are forgotten.
 */
export function followRetries(
  refusals: ActorState['refusals'],
  { atMs, ask, attack, verdict, evidenceId }: Observation,
): Followed<ActorState['refusals']> {
  const { windowMs } = thresholds.retry;
  const recent = refusals.filter((refusal) => atMs - refusal.atMs <= windowMs);
  if (verdict !== 'refused' && (verdict !== 'complied' || recent.length === 0))
    return { kept: recent, patterns: [] };
  const asked: RefusedAsk = {
    atMs,
    evidenceId,
    score: attack.score,
    sketch: sketchOf(ask),
    records: recordsDigest(ask),
  };
  if (asked.sketch.length < leastWords) return { kept: recent, patterns: [] };
  if (verdict === 'refused') return { kept: appended(recent, asked, mostRefusals), patterns: [] };
  const pattern = retryOf(recent, asked);
  if (pattern === undefined) return { kept: recent, patterns: [] };
  const told = new Set(pattern.members);
  return { kept: recent.filter((refusal) => !told.has(refusal.evidenceId)), patterns: [pattern] };
}

function retryOf(recent: readonly RefusedAsk[], answered: RefusedAsk): Pattern | undefined {
  const { leastScore, stubbornRefusals } = thresholds.retry;
  const alike = recent
    // The same question about another order is another ask.
    .filter(({ records }) => records === answered.records)
    .map((refusal) => ({ refusal, alike: similarity(refusal.sketch, answered.sketch) }))
    .filter((one) => areAlike(one.refusal.sketch, answered.sketch, one.alike));
  const score = Math.max(answered.score, ...alike.map(({ refusal }) => refusal.score));
  const first = alike[0];
  if (first === undefined || (score < leastScore && alike.length < stubbornRefusals)) return undefined;
  return {
    kind: 'retry-until-comply',
    refusals: alike.length,
    withinMs: Math.max(0, answered.atMs - first.refusal.atMs),
    leastSimilarity: Math.min(...alike.map((one) => one.alike)),
    score,
    members: [...alike.map(({ refusal }) => refusal.evidenceId), answered.evidenceId].slice(-mostMembers),
  };
}

function areAlike(one: Sketch, other: Sketch, alike: number): boolean {
  const { leastSimilarity, leastContainment } = thresholds.retry;
  return alike >= leastSimilarity || containment(one, other) >= leastContainment;
}

function recordsDigest(ask: string): number {
  const records = recordsIn(ask).map(([record]) => record);
  return hash32(records.sort((a, b) => a - b).join(' '));
}
