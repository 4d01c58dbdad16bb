import { seasonCellOfHour } from './drift-settings.js';
import { type Season, seasonAt } from './estimate-season.js';
import type { PooledSums } from './pool-days.js';
import { normalCdf, normalQuantile } from './statistics.js';

/** How far a level moves from hour to hour beyond season and chance, and the error of its mean from that. */
export interface Wander {
  readonly wander: number;
  readonly se: number;
  /**
   * Variance of an hour over that of its sessions, at least 1: what sessions have in common with those beside them,
   * as where their ids are not logged or one actor has many. 1 where that does not show; undefined where there are
   * too few positives to show it.
   */
  readonly crowding: number | undefined;
}

/** Hours are crowded only where chance would hardly ever make them look so: a test loses power by it. */
const crowdedErrors = 4;
const fewestHours = 72;
/** Where even a doubling of the variance would not show, nothing is known of it. */
const crowdingToShow = 2;

/** Standard deviation of a uniform rank is 1/√12; its density at the middle, in normal units, makes .2821. */
const rankPerDeviation = 0.2821;
const lagHours = 12;

/**
 * Whether hourly residuals are larger than sessions explain (variance over that of sessions). Where they are also too
 * alike from one hour to the next to be chance (lag-1 autocorrelation, Bartlett 1946: 2.5/√K) the level wanders; its
 * error is Bartlett's long-run variance over 12 lags (Newey and West, Econometrica 1987, without taper). Where each
 * hour is for itself sessions are crowded: the design effect of hours as clusters (Kish 1965), told only by four
 * errors of it, which are larger where there are few positives an hour (the fourth moment of a Poisson count).
 */
export function estimateWander(
  { events, score, firstHour }: PooledSums,
  level: { readonly p1: number; readonly season: Season | undefined; readonly variance: number },
): Wander {
  const { p1, season, variance } = level;
  const residuals = events.map((n, hour) => {
    const { s } = seasonAt(season ?? null, seasonCellOfHour(firstHour + hour));
    return (score[hour] ?? 0) - n * p1 * s;
  });
  const all = events.reduce((sum, n) => sum + n, 0);
  const k = events.filter((n) => n > 0).length;
  const x = residuals.reduce((sum, e) => sum + e * e, 0);
  const perHour = (all * p1) ** 2 / (variance * k);
  const largestByChance = 1 + crowdedErrors * Math.sqrt((2 + 1 / perHour) / k);
  const isKnown = k >= fewestHours && largestByChance <= crowdingToShow;
  const none = { wander: 0, se: 0, crowding: isKnown ? 1 : undefined };
  if (k < 3 || x <= variance * (1 + 2 * Math.sqrt(2 / k))) return none;
  if (autocovariance(residuals, 1) / x <= 2.5 / Math.sqrt(k)) {
    const isCrowded = k >= fewestHours && x > variance * largestByChance;
    return isCrowded ? { ...none, crowding: Number((x / variance).toPrecision(6)) } : none;
  }
  let longRun = x;
  for (let lag = 1; lag <= lagHours; lag++) longRun += 2 * autocovariance(residuals, lag);
  const squares = events.reduce((sum, n) => sum + n * n, 0);
  const se = Math.sqrt(Math.max(x, longRun)) / all;
  return { wander: Math.sqrt((x - variance) / squares), se, crowding: 1 };
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
