import { type Uniform, drawRate, seededUniform } from './beta-draws.js';
import { type Audit, drawAccuracy, trueRate } from './judge-error.js';

/** Attempts at a model and how many of them got what they asked for; fractions are allowed. */
export interface Attempts {
  readonly attempts: number;
  readonly succeeded: number;
}

/** How many times as often attacks work on one model as on another. */
export interface RateRatio {
  readonly median: number;
  /** Of the interval that holds the ratio with 95 %; no bound above where the other's rate may be nothing. */
  readonly low: number;
  readonly high: number | null;
  /** The chance that the ratio is above 1, and above 3. 0..1 */
  readonly above1: number;
  readonly above3: number;
}

const draws = 5_000;
const seed = 5;

/**
 * The ratio of two rates, by 5,000 draws from Jeffreys' posterior of each, Beta(½ + s, ½ + n − s); with an audit of the
 * judge each draw is corrected by a draw of the judge's accuracy. The same for the same counts. Undefined where the
 * judge may be no better than chance in one draw of twenty.
 */
export function rateRatio(one: Attempts, other: Attempts, audit?: Audit): RateRatio | undefined {
  const uniform = seededUniform(seed);
  const ratios: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const [a, b] = drawRates([one, other], uniform, audit);
    if (a !== undefined && b !== undefined) ratios.push(a / b);
  }
  if (ratios.length < 0.95 * draws) return undefined;
  // 0 / 0: the corrected rates of both are nothing, which is no difference.
  const sorted = Float64Array.from(ratios, (ratio) => (Number.isNaN(ratio) ? 1 : ratio)).sort();
  const high = quantile(sorted, 0.975);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.025),
    high: Number.isFinite(high) ? high : null,
    above1: shareAbove(sorted, 1),
    above3: shareAbove(sorted, 3),
  };
}

function drawRates(arms: readonly Attempts[], uniform: Uniform, audit: Audit | undefined) {
  const rates = arms.map(({ attempts, succeeded }) => drawRate(succeeded, attempts, uniform));
  if (audit === undefined) return rates;
  const accuracy = drawAccuracy(audit, uniform);
  return rates.map((rate) => trueRate(rate, accuracy));
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}

function shareAbove(sorted: Float64Array, bound: number): number {
  return sorted.filter((ratio) => ratio > bound).length / sorted.length;
}
