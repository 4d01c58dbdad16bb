import { type DriftTest } from './build-test.js';
import type { FeatureScores } from './unit-scores.js';

/** Sums over the units since a bet's change point: count, Σwa, Σwn, Σ(wa)², Σwa·wn, Σ(wn)² of what is shown. */
type EffectSums = readonly [units: number, a: number, n: number, aa: number, an: number, nn: number];

/** What one bet has gathered. Plain JSON. */
export interface BetState {
  /** Shiryaev–Roberts statistic, in units of one minute's evidence. */
  readonly r: number;
  /** Log evidence since the change point: a CUSUM that runs beside and only explains. */
  readonly cusum: number;
  /** First event of the first unit after the CUSUM was last at zero. */
  readonly sinceMs: number | null;
  readonly effect: EffectSums;
}

export const freshBet: BetState = { r: 0, cusum: 0, sinceMs: null, effect: [0, 0, 0, 0, 0, 0] };

/** A unit's part in one test. */
interface Contribution {
  readonly y: number;
  /** Weighted shown score and weighted events. */
  readonly a: number;
  readonly n: number;
}

/** What a unit says to a test; undefined where it lacks the feature. */
export function contributionOf(test: DriftTest, scores: FeatureScores): Contribution {
  const w = test.weights[scores.n] ?? 0;
  const value = valueOf(scores, test.score);
  const excess = w * (value - scores.n * test.m);
  const shown = test.shown.score === test.score ? value : valueOf(scores, test.shown.score);
  return { y: test.direction === 'up' ? excess : -excess, a: w * shown, n: w * scores.n };
}

function valueOf(scores: FeatureScores, name: string): number {
  return scores.scores.find(({ score }) => score === name)?.value ?? 0;
}

/**
 * A bet after one minute: R = (1 + R)·Π(1 + λy), the e-detector of Shin, Ramdas, Rinaldo (New England Journal of
 * Statistics in Data Science 2024, definition 2.6). Linear domain, factors in the order given: the same bits on
 * every machine. The CUSUM beside it restarts wherever the evidence falls to nothing.
 */
export function foldBet(
  bet: BetState,
  lambda: number,
  contributions: readonly (Contribution & { readonly firstAtMs: number })[],
): BetState {
  let e = 1;
  for (const { y } of contributions) e *= 1 + lambda * y;
  const r = (1 + bet.r) * e;
  if (contributions.length === 0) return { ...bet, r };
  const cusum = Math.max(0, bet.cusum + Math.log(e));
  if (cusum === 0) return { r, cusum, sinceMs: null, effect: freshBet.effect };
  const sinceMs = bet.sinceMs ?? Math.min(...contributions.map(({ firstAtMs }) => firstAtMs));
  return { r, cusum, sinceMs, effect: contributions.reduce(addEffect, bet.effect) };
}

function addEffect(sums: EffectSums, { a, n }: Contribution): EffectSums {
  const [units, sumA, sumN, aa, an, nn] = sums;
  return [units + 1, sumA + a, sumN + n, aa + a * a, an + a * n, nn + n * n];
}
