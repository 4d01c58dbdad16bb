import type { RateSums } from '#contracts';
import { wilsonInterval } from '#kernel';

/** A rate with the bounds of its 95 % confidence interval. */
export interface RateInterval {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** With fewer sessions the spread between them says too little. */
const fewestSessions = 20;

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
  return { rate, ...wilsonInterval(rate, n / design) };
}
