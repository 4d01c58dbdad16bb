import { seasonCellOfHour } from './drift-settings.js';
import { type Season, seasonAt } from './estimate-season.js';
import type { PooledSums } from './pool-days.js';
import { normalCdf, normalQuantile } from './statistics.js';

/** How far a level moves from hour to hour beyond season and chance, and the error of its mean from that. */
export interface Wander {
  readonly wander: number;
  readonly se: number;
}

/** Standard deviation of a uniform rank is 1/√12; its density at the middle, in normal units, makes .2821. */
const rankPerDeviation = 0.2821;
const lagHours = 12;

/**
 * Undefined unless hourly residuals are both too large (variance over that of sessions) and too alike from one hour
 * to the next (lag-1 autocorrelation, Bartlett 1946: 2.5/√K) to be chance. The error is Bartlett's long-run
 * variance over 12 lags (Newey and West, Econometrica 1987, without taper).
 */
export function estimateWander(
  { events, score, firstHour }: PooledSums,
  level: { readonly p1: number; readonly season: Season | undefined; readonly variance: number },
): Wander | undefined {
  const { p1, season, variance } = level;
  const residuals = events.map((n, hour) => {
    const { s } = seasonAt(season ?? null, seasonCellOfHour(firstHour + hour));
    return (score[hour] ?? 0) - n * p1 * s;
  });
  const k = events.filter((n) => n > 0).length;
  const x = residuals.reduce((sum, e) => sum + e * e, 0);
  if (k < 3 || x <= variance * (1 + 2 * Math.sqrt(2 / k))) return undefined;
  if (autocovariance(residuals, 1) / x <= 2.5 / Math.sqrt(k)) return undefined;
  let longRun = x;
  for (let lag = 1; lag <= lagHours; lag++) longRun += 2 * autocovariance(residuals, lag);
  const squares = events.reduce((sum, n) => sum + n * n, 0);
  const all = events.reduce((sum, n) => sum + n, 0);
  return { wander: Math.sqrt((x - variance) / squares), se: Math.sqrt(Math.max(x, longRun)) / all };
}

function autocovariance(values: readonly number[], lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += (values[i] ?? 0) * (values[i - lag] ?? 0);
  return sum;
}

/** Nulls stand off by so many wanders. */
export const wanderFactor = 4;

/**
 * Wander of a tail of share `p` of a number whose mean rank wanders by `middleWander`: where the middle wanders the
 * tails do too, though too rarely to be seen in the tails themselves. A normal location shift, of as many wanders as
 * nulls stand off: a tail's share grows faster than its number moves, and four times the share of one is too little.
 */
export function inheritedWander(middleWander: number, p: number): number {
  if (middleWander === 0 || p <= 0) return 0;
  const shift = (wanderFactor * middleWander) / rankPerDeviation;
  return (normalCdf(normalQuantile(Math.min(0.5, p)) + shift) - p) / wanderFactor;
}
