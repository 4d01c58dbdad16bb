import { type Season, estimateSeason } from './estimate-season.js';
import { estimateWander, inheritedWander } from './estimate-wander.js';
import type { PooledSums } from './pool-days.js';
import { unitCap } from './session-unit.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { floor } = Math;

/** What the baseline says of one score: its level per event, and how sure that is. */
export interface ScoreLevel {
  /** Session-weighted level per event, 0..1. */
  readonly p: number;
  /** Standard error of `p`, robust to sessions and, where hours wander, to those. */
  readonly se: number;
  /** Intra-class correlation of the events of a session, 0..1. */
  readonly icc: number;
  /** How far the level moves from hour to hour beyond season and chance; 0 where that does not show. */
  readonly wander: number;
  /** How much more an hour varies than its sessions explain, at least 1: all weights are divided by it. */
  readonly crowding: number;
  /** False where there are too few positives to know: then it is that of others. */
  readonly isCrowdingKnown: boolean;
  readonly season: Season | undefined;
  /** Weight of a session by its size n = 1..16. */
  readonly weights: readonly number[];
  /** What a session of size n counts as: n, or for `any` n^β. */
  readonly sizes: readonly number[];
  /** Events in the baseline. */
  readonly events: number;
  readonly usual: { readonly sessionsPerDay: number; readonly eventsPerSession: number };
}

export interface LevelOptions {
  readonly score: string;
  readonly direction: 'up' | 'down';
  /** Wander of the same number's middle, which its tails inherit. */
  readonly middleWander?: number;
  /** Crowding of the model's rates: taken where the score has too few positives to show its own. */
  readonly usualCrowding?: number;
  /** Crowding that is known from elsewhere: of tails their number's, of a week that of the whole baseline. */
  readonly leastCrowding?: number;
}

const allSizes = Array.from({ length: unitCap }, (_, i) => i + 1);
const tails = ['q90', 'q99', 'q10'];

/**
 * The level of a score over the baseline, with its error from sessions as clusters: weights 1/(1+(n−1)·icc) by the
 * measured design effect (Kish 1965), also that of hours where sessions are crowded, a cluster-robust variance (Liang and Zeger, Biometrika 1986), the season, and
 * a term for levels that wander from hour to hour. Undefined where the baseline has no such event.
 */
export function estimateLevel(sums: PooledSums, options: LevelOptions): ScoreLevel | undefined {
  const events = total((n) => n * at(sums.count, n));
  if (events === 0) return undefined;
  const sizes = options.score === 'any' ? anySizes(sums) : [0, ...allSizes];
  const size = total((n) => at(sizes, n) * at(sums.count, n));
  const p1 = total((n) => at(sums.s1, n)) / size;
  const icc = intraClassCorrelation(sums, p1, options);
  const alone = sessionWeights(icc);
  const weighted = total((n) => at(alone, n) * at(sizes, n) * at(sums.count, n));
  const p = total((n) => at(alone, n) * at(sums.s1, n)) / weighted;
  const clusters = total((n) => at(alone, n) ** 2 * deviation(sums, sizes, n, p));
  // Hours know events, not sizes: they are scaled to the same sum.
  const byHour = { ...sums, events: sums.events.map((n) => (n * size) / events) };
  const variance = total((n) => deviation(sums, sizes, n, p1));
  const season = estimateSeason(byHour, p1, variance / (size * p1 * p1));
  const hours = estimateWander(byHour, { p1, season, variance });
  const inherited = tails.includes(options.score) ? inheritedWander(options.middleWander ?? 0, p) : 0;
  const crowding = Math.max(hours.crowding ?? options.usualCrowding ?? 1, options.leastCrowding ?? 1);
  const se = Math.max(Math.sqrt(Math.max(0, clusters) * crowding) / weighted, hours.se);
  const wander = Math.max(hours.wander, inherited);
  const weights = sessionWeights(icc, crowding);
  const usual = usualTraffic(sums, events);
  const isCrowdingKnown = hours.crowding !== undefined;
  return { p, se, icc, wander, crowding, isCrowdingKnown, season, weights, sizes, events: size, usual };
}

/** Sessions a day with this feature, over the days that have any, and its events in one. */
function usualTraffic(sums: PooledSums, events: number): ScoreLevel['usual'] {
  const sessions = total((n) => at(sums.count, n));
  const hours = sums.events.flatMap((n, hour) => (n > 0 ? [floor(hour / 24)] : []));
  const rounded = (value: number): number => Number(value.toPrecision(4));
  return {
    sessionsPerDay: rounded(sessions / new Set(hours).size),
    eventsPerSession: rounded(events / sessions),
  };
}

/** The weight of a session by its size, 0..16. */
export function sessionWeights(icc: number, crowding = 1): readonly number[] {
  return [0, ...allSizes.map((n) => 1 / (1 + (n - 1) * icc) / crowding)];
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

function total(term: (n: number) => number): number {
  return allSizes.reduce((sum, n) => sum + term(n), 0);
}

/** Σ (a − size·p)² over the units of size n. */
function deviation({ count, s1, s2 }: PooledSums, sizes: readonly number[], n: number, p: number): number {
  const size = at(sizes, n);
  return at(s2, n) - 2 * size * p * at(s1, n) + size * size * p * p * at(count, n);
}

/** The analysis-of-variance estimator by moments over sessions of unequal size (Fleiss, Statistical Methods, ch. 15). */
function intraClassCorrelation(
  sums: PooledSums,
  p: number,
  { score: name, direction }: LevelOptions,
): number {
  if (name === 'any') return 0;
  const v = name === 'pit' ? 1 / 12 : p * (1 - p);
  const identity = [0, ...allSizes];
  const excess = total((n) => deviation(sums, identity, n, p) - n * at(sums.count, n) * v);
  const pairs = total((n) => n * (n - 1) * at(sums.count, n) * v);
  const measured = pairs > 0 ? Math.min(1, Math.max(0, excess / pairs)) : 0;
  if (name === 'pit' || p < 0.1) return measured;
  // A common value: lighter long sessions leave room for larger bets.
  const b = direction === 'up' ? Math.min(0.98, 1.2 * p) : 1 - p / 1.2;
  return Math.min(1, Math.max(measured, ((unitCap * b) / 2 - 1) / (unitCap - 1)));
}

/**
 * n^β by size: how the chance of any positive grows with a session's length. Where values are common to a session it
 * grows less than n, and a longer session would look like a fallen rate. β maximises the Poisson likelihood of the
 * baseline's short against its long sessions (root of the score equation, by bisection on 0..1); 1 where unknown.
 */
function anySizes({ count, s1 }: PooledSums): number[] {
  const positives = total((n) => at(s1, n));
  const gradient = (beta: number): number => {
    const size = total((n) => n ** beta * at(count, n));
    const rate = positives / size;
    return total((n) => (at(s1, n) - rate * n ** beta * at(count, n)) * Math.log(n));
  };
  let [low, high] = [0, 1];
  if (!(positives > 0) || gradient(1) >= 0) low = 1;
  for (let i = 0; i < 40 && low < high; i++) {
    const middle = (low + high) / 2;
    if (gradient(middle) > 0) low = middle;
    else high = middle;
  }
  return [0, ...allSizes.map((n) => Number((n ** low).toPrecision(12)))];
}
