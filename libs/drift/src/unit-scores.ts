import { type FrozenHistogram, midRank } from './frozen-histogram.js';
import { unitCap } from './session-unit.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { max, min, round } = Math;

/** Sums of ranks of a session are clipped this far from their mean: one session says at most so much. */
export const largestRankShift = 2;

/** Ranks are rounded to 1/1024, so that sums of them are exact in any order. */
export const rankSteps = 1024;

/** A number's bounded scores of one session: sums over its events. */
export interface RankScores {
  /** Sum of ranks under the frozen histogram (probability integral transform), clipped around n/2. */
  pit: number;
  /** Events above the 0.9 and the 0.99 quantile, and below the 0.1 quantile. */
  q90: number;
  q99: number;
  q10: number;
}

/** Writes a session's scores on a numeric feature into `scores`, which the hot loop of the fold reuses. */
export function scoreRanks(histogram: FrozenHistogram, bins: readonly number[], scores: RankScores): void {
  let sum = 0;
  scores.q90 = scores.q99 = scores.q10 = 0;
  for (const bin of bins) {
    const rank = round(midRank(histogram, bin) * rankSteps) / rankSteps;
    sum += rank;
    if (rank > 0.9) scores.q90 += 1;
    if (rank > 0.99) scores.q99 += 1;
    if (rank < 0.1) scores.q10 += 1;
  }
  const half = bins.length / 2;
  scores.pit = half + min(largestRankShift, max(-largestRankShift, sum - half));
}

/** Events of a session that one category feature has. */
export function categoryEvents(counts: Readonly<Record<string, number>>): number {
  let n = 0;
  for (const name in counts) n += counts[name] ?? 0;
  return min(unitCap, n);
}
