import { type ScoreTail, tailShare } from '../calibration.js';

/** The least number of scores whose tail says anything. */
const leastScores = 200;
const checkedShare = 0.001;

/**
 * The upper tail of scores of ordinary texts: an exponential above the 95th percentile (maximum likelihood: the mean
 * excess), made longer where the 99.9th percentile lies beyond it, as a mixture of sources has. Undefined below 200 scores.
 */
export function fitTail(scores: readonly number[]): ScoreTail | undefined {
  if (scores.length < leastScores) return undefined;
  const sorted = Float64Array.from(scores).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * (1 - share)))]!;
  const start = at(tailShare);
  const excesses = sorted.filter((score) => score > start).map((score) => score - start);
  const mean = excesses.reduce((sum, excess) => sum + excess, 0) / Math.max(1, excesses.length);
  const share = Math.max(checkedShare, 2 / scores.length);
  const observed = (at(share) - start) / Math.log(tailShare / share);
  return { start, meanExcess: Math.max(mean, observed, 0.05) };
}
