import { type FrozenHistogram, midRank } from './frozen-histogram.js';
import type { SessionUnit } from './session-unit.js';

/** A bounded score of one session on one feature: `value` is a sum over its `n` events. */
export interface UnitScore {
  /** `sum`, `any`; `pit`, `q90`, `q99`, `q10`; `is:<category>`. */
  readonly score: string;
  readonly value: number;
}

/** A session's scores on one feature. */
export interface FeatureScores {
  readonly feature: string;
  readonly n: number;
  readonly scores: readonly UnitScore[];
}

/** The rank sum of one session says at most so much. */
const largestRankShift = 2;

/**
 * A session's scores on every feature that it has. Numeric features need their frozen histogram and are left out
 * without one. Rates: the count, and whether there was any. Numbers: the sum of ranks (probability integral
 * transform, clipped), and how many lie in the outer tenths and in the top hundredth.
 */
export function scoreUnit(
  unit: SessionUnit,
  histograms: Readonly<Record<string, FrozenHistogram>>,
): readonly FeatureScores[] {
  const rates = Object.entries(unit.rates).map(([feature, [trueCount, n]]) => ({
    feature,
    n,
    scores: [
      { score: 'sum', value: trueCount },
      { score: 'any', value: trueCount > 0 ? 1 : 0 },
    ],
  }));
  const numbers = Object.entries(unit.numbers).flatMap(([feature, bins]) => {
    const histogram = histograms[feature];
    return histogram === undefined ? [] : [{ feature, n: bins.length, scores: rankScores(histogram, bins) }];
  });
  const categories = Object.entries(unit.categories).map(([feature, counts]) => ({
    feature,
    n: Object.values(counts).reduce((sum, count) => sum + count, 0),
    scores: Object.entries(counts).map(([score, value]) => ({ score, value })),
  }));
  return [...rates, ...numbers, ...categories];
}

function rankScores(histogram: FrozenHistogram, bins: readonly number[]): UnitScore[] {
  const ranks = bins.map((bin) => midRank(histogram, bin));
  const half = bins.length / 2;
  const shift = ranks.reduce((sum, rank) => sum + rank, 0) - half;
  const count = (holds: (rank: number) => boolean): number => ranks.filter(holds).length;
  return [
    { score: 'pit', value: half + Math.min(largestRankShift, Math.max(-largestRankShift, shift)) },
    { score: 'q90', value: count((rank) => rank > 0.9) },
    { score: 'q99', value: count((rank) => rank > 0.99) },
    { score: 'q10', value: count((rank) => rank < 0.1) },
  ];
}
