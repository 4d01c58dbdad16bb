import type { FeatureSums, ScoreSums } from './baseline-sums.js';
import { unitCap } from './session-unit.js';
import { normalCdf, normalQuantile } from './statistics.js';

/** What the baseline says of one score: its level per event, and how sure that is. */
export interface ScoreLevel {
  /** Session-weighted level per event, 0..1. */
  readonly p: number;
  /** Standard error of `p`, robust to sessions and, where hours wander, to those. */
  readonly se: number;
  /** Intra-class correlation of the events of a session, 0..1. */
  readonly icc: number;
  /** How far the level moves from hour to hour beyond chance; 0 where that does not show. */
  readonly wander: number;
  /** Weight of a session by its size n = 1..16. */
  readonly weights: readonly number[];
  /** Events in the baseline. */
  readonly events: number;
}

export interface LevelOptions {
  readonly score: string;
  readonly direction: 'up' | 'down';
  /** Wander of the same number's middle, which its tails inherit. */
  readonly middleWander?: number;
}

const sizes = Array.from({ length: unitCap }, (_, i) => i + 1);
/** Standard deviation of a uniform rank is 1/√12; its density at the middle, in normal units, makes .2821. */
const rankPerDeviation = 0.2821;
const lagHours = 12;

/**
 * The level of a score over the baseline, with its error from sessions as clusters: weights 1/(1+(n−1)·icc) by the
 * measured design effect (Kish 1965), a cluster-robust variance, and a term for levels that wander from hour to
 * hour. Undefined where the baseline has no such event. Method: shared design notes, "The drift detector, exactly", §1.4.
 */
export function estimateLevel(
  sums: FeatureSums,
  score: ScoreSums,
  options: LevelOptions,
): ScoreLevel | undefined {
  const events = total((n) => n * count(sums, n));
  if (events === 0) return undefined;
  const p1 = total((n) => at(score.s1, n)) / events;
  const icc = intraClassCorrelation(sums, score, p1, options);
  const weights = [0, ...sizes.map((n) => 1 / (1 + (n - 1) * icc))];
  const weighted = total((n) => at(weights, n) * n * count(sums, n));
  const p = total((n) => at(weights, n) * at(score.s1, n)) / weighted;
  const clusterVariance = total((n) => at(weights, n) ** 2 * deviation(sums, score, n, p));
  const hours = hourlyWander(sums, score, p1);
  const wander = Math.max(hours?.wander ?? 0, inheritedWander(options, p));
  const se = Math.max(Math.sqrt(Math.max(0, clusterVariance)) / weighted, hours?.se ?? 0);
  return { p, se, icc, wander, weights, events };
}

function count(sums: FeatureSums, n: number): number {
  return at(sums.units, n);
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

function total(term: (n: number) => number): number {
  return sizes.reduce((sum, n) => sum + term(n), 0);
}

/** Σ (a − n·p)² over the units of size n. */
function deviation(sums: FeatureSums, score: ScoreSums, n: number, p: number): number {
  return at(score.s2, n) - 2 * n * p * at(score.s1, n) + n * n * p * p * count(sums, n);
}

function intraClassCorrelation(
  sums: FeatureSums,
  score: ScoreSums,
  p: number,
  { score: name, direction }: LevelOptions,
): number {
  if (name === 'any') return 0;
  const v = name === 'pit' ? 1 / 12 : p * (1 - p);
  const excess = total((n) => deviation(sums, score, n, p) - n * count(sums, n) * v);
  const pairs = total((n) => n * (n - 1) * count(sums, n) * v);
  const measured = pairs > 0 ? Math.min(1, Math.max(0, excess / pairs)) : 0;
  if (name === 'pit' || p < 0.1) return measured;
  // A common value: lighter long sessions leave room for larger bets.
  const b = direction === 'up' ? Math.min(0.98, 1.2 * p) : 1 - p / 1.2;
  return Math.min(1, Math.max(measured, ((unitCap * b) / 2 - 1) / (unitCap - 1)));
}

/** Undefined unless hourly residuals are both too large and too alike from one hour to the next to be chance. */
function hourlyWander(
  sums: FeatureSums,
  score: ScoreSums,
  p: number,
): { readonly wander: number; readonly se: number } | undefined {
  const events = Array.from(sums.eventsByHour, (n) => n ?? 0);
  const residuals = events.map((n, hour) => at(score.byHour, hour) - n * p);
  const k = events.filter((n) => n > 0).length;
  const x = residuals.reduce((sum, e) => sum + e * e, 0);
  const v = total((n) => deviation(sums, score, n, p));
  if (k < 3 || x <= v * (1 + 2 * Math.sqrt(2 / k))) return undefined;
  if (autocovariance(residuals, 1) / x <= 2.5 / Math.sqrt(k)) return undefined;
  let longRun = x;
  for (let lag = 1; lag <= lagHours; lag++) longRun += 2 * autocovariance(residuals, lag);
  const squares = events.reduce((sum, n) => sum + n * n, 0);
  const all = events.reduce((sum, n) => sum + n, 0);
  return { wander: Math.sqrt((x - v) / squares), se: Math.sqrt(Math.max(x, longRun)) / all };
}

function autocovariance(values: readonly number[], lag: number): number {
  let sum = 0;
  for (let i = lag; i < values.length; i++) sum += (values[i] ?? 0) * (values[i - lag] ?? 0);
  return sum;
}

/** Where the middle wanders, the tails do too, though too rarely to be seen in the tails themselves. */
function inheritedWander({ score, middleWander = 0 }: LevelOptions, p: number): number {
  if (middleWander === 0 || p <= 0 || !['q90', 'q99', 'q10'].includes(score)) return 0;
  return normalCdf(normalQuantile(Math.min(0.5, p)) + middleWander / rankPerDeviation) - p;
}
