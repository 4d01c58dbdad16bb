import { flagThreshold } from './rules/flagging-rules.js';

/** A flagged interaction of a model's own traffic. */
export interface FlaggedScore {
  /** Who asked; undefined where nobody can say. */
  readonly actor: string | undefined;
  /** At least the shipped threshold: what is below it was not flagged. */
  readonly score: number;
  /** What an analyst said of it, where one did. */
  readonly verdict?: 'true-positive' | 'false-positive' | undefined;
}

/** What is known of a model's traffic in a time. */
export interface OwnTraffic {
  /** All interactions, flagged or not. */
  readonly interactions: number;
  readonly flagged: readonly FlaggedScore[];
}

export interface CalibrationAim {
  /** The share of presumed benign interactions that may be flagged. */
  readonly share: number;
  /** Flagged interactions of one actor that count at most: nobody can teach a threshold alone. */
  readonly perActor: number;
}

export const shippedAim: CalibrationAim = { share: 0.001, perActor: 5 };

/** A threshold for one model, and what it follows from. */
export interface CalibratedThreshold {
  readonly threshold: number;
  readonly why: 'too-few' | 'shipped-holds' | 'raised' | 'raised-to-limit';
  /** Presumed benign interactions that count: those not called attacks, capped by actor. */
  readonly presumedBenign: number;
  /** Of them flagged at the shipped threshold, and at this one. */
  readonly flaggedBefore: number;
  readonly flaggedAfter: number;
  /** Interactions that analysts called attacks, and how many of them this threshold would lose. */
  readonly confirmed: number;
  readonly confirmedLost: number;
}

/** However a model's traffic looks, what scores this much is flagged: traffic may be taught by whoever sends it. */
export const highestThreshold = 0.9;
/** Scores have four digits. */
const justAbove = 0.0001;
/** A threshold may lose so many of the attacks that analysts confirmed. */
const lostShare = 0.05;

/**
 * The threshold at which at most `share` of a model's presumed benign traffic is flagged: its conformal rank, the
 * ⌈(n + 1)(1 - share)⌉-th smallest score of n (V. Vovk, A. Gammerman, G. Shafer, Algorithmic Learning in a Random World,
 * 2005, section 2.2), so that the next benign interaction is flagged with at most that chance where traffic stays as it
 * is. Flagged interactions are presumed benign unless an analyst called them attacks; of one actor `perActor` count. It
 * never falls below the shipped threshold, since scores below that are not kept, and never rises so far that more than
 * 5 % of the attacks that analysts confirmed would be lost.
 */
export function calibrateThreshold(
  { interactions, flagged }: OwnTraffic,
  { share, perActor }: CalibrationAim = shippedAim,
): CalibratedThreshold {
  const attacks = flagged.filter(({ verdict }) => verdict === 'true-positive').map(({ score }) => score);
  const scores = cappedByActor(
    flagged.filter(({ verdict }) => verdict !== 'true-positive'),
    perActor,
  );
  const n = interactions - flagged.length + scores.length;
  // So many of them may lie above the rank.
  const allowed = n + 1 - Math.ceil((n + 1) * (1 - share)) - 1;
  const result = (why: CalibratedThreshold['why'], threshold: number): CalibratedThreshold => ({
    threshold,
    why,
    presumedBenign: n,
    flaggedBefore: scores.length,
    flaggedAfter: countFrom(scores, threshold),
    confirmed: attacks.length,
    confirmedLost: attacks.length - countFrom(attacks, threshold),
  });
  if (allowed < 0) return result('too-few', flagThreshold);
  if (scores.length <= allowed) return result('shipped-holds', flagThreshold);
  const wanted = rounded((scores[allowed] ?? flagThreshold) + justAbove);
  const limit = Math.min(highestThreshold, keepingAttacks(attacks));
  return wanted <= limit
    ? result('raised', wanted)
    : result('raised-to-limit', Math.max(flagThreshold, limit));
}

/** The highest scores of each actor; the highest first. */
function cappedByActor(flagged: readonly FlaggedScore[], perActor: number): readonly number[] {
  const byActor = new Map<string, number>();
  return flagged
    .toSorted((a, b) => b.score - a.score)
    .filter(({ actor }) => {
      if (actor === undefined) return true;
      const taken = byActor.get(actor) ?? 0;
      byActor.set(actor, taken + 1);
      return taken < perActor;
    })
    .map(({ score }) => score);
}

/** The highest threshold that still finds 95 % of these. */
function keepingAttacks(scores: readonly number[]): number {
  const ascending = scores.toSorted((a, b) => a - b);
  return ascending[Math.floor(ascending.length * lostShare)] ?? 1;
}

function countFrom(scores: readonly number[], threshold: number): number {
  return scores.filter((score) => score >= threshold).length;
}

function rounded(score: number): number {
  return Number(score.toFixed(4));
}
