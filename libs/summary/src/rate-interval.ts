import type { RateSums } from '#contracts';

/** A rate with the bounds of its 95 % confidence interval. */
export interface RateInterval {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** With fewer sessions the spread between them says too little. */
const fewestSessions = 20;
const z95 = 1.959964;

/**
 * The rate Σk/Σn of sessions with k true values of n and its 95 % interval; undefined below 20 sessions.
 * Sessions are clusters: the ratio estimator's variance Σ(k − r·n)² / (Σn)² · s/(s − 1) (Cochran, Sampling Techniques,
 * 1977, eq. 6.13) beside r(1 − r)/Σn gives the design effect, taken as at least 1, and Wilson's interval (JASA 1927) is
 * laid with Σn divided by it, as Dean and Pagano (J. Survey Stat. Methodol. 2015) find best for small rates.
 */
export function rateInterval({ sessions, k, n, kk, kn, nn }: RateSums): RateInterval | undefined {
  if (sessions < fewestSessions || n <= 0) return undefined;
  const rate = k / n;
  const independent = (rate * (1 - rate)) / n;
  const spread = Math.max(0, kk - 2 * rate * kn + rate * rate * nn);
  const clustered = ((spread / (n * n)) * sessions) / (sessions - 1);
  const design = independent > 0 ? Math.max(1, clustered / independent) : 1;
  return wilsonInterval(rate, n / design);
}

/** Wilson's 95 % interval of a rate seen in `n` independent trials; its bounds lie within 0 and 1. */
export function wilsonInterval(rate: number, n: number): RateInterval {
  const zz = z95 * z95;
  const middle = (rate + zz / (2 * n)) / (1 + zz / n);
  const half = (z95 / (1 + zz / n)) * Math.sqrt((rate * (1 - rate)) / n + zz / (4 * n * n));
  return { rate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
