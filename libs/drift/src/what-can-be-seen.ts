import { type DriftTest, isCategory } from './build-test.js';
import type { DriftState } from './drift-state.js';
import { dayMs, minuteMs } from './drift-settings.js';
import { type FrozenHistogram, histogramQuantile, midRank } from './frozen-histogram.js';
import { binValue, logBin } from './log-grid.js';
import { unitCap } from './session-unit.js';
import { largestRankShift } from './unit-scores.js';

/** What a frozen test can see at the traffic of its baseline. Levels are in what people are shown. */
export interface Visibility {
  readonly feature: string;
  readonly score: string;
  readonly direction: DriftTest['direction'];
  readonly baseline: number;
  /** The smallest change that is found within a week, as the level it would lead to; null where none is. */
  readonly smallest: number | null;
  /** Sessions until a doubling is found (of a fall: until a halving); null where it never is. */
  readonly doublingSessions: number | null;
}

/** The promise that evidence is measured against, and what numbers' ranks stand for. */
interface VisibilityFrame {
  readonly arlMinutes: number;
  readonly histogram: FrozenHistogram | undefined;
}

/** What each test of a state can see. */
export function whatCanBeSeen({ tests, histograms, settings }: DriftState): readonly Visibility[] {
  return tests.flatMap((test) => {
    const frame = { arlMinutes: settings.arlMinutes, histogram: histograms?.[test.feature] };
    return test.clock === 'anchored' && test.mix === undefined ? (visibilityOf(test, frame) ?? []) : [];
  });
}

const watchedDays = 7;
/** A session speaks ten idle minutes after its last event. */
const idleMinutes = 10;

/**
 * What a test can see: how many sessions its quickest bet needs to reach the alarm after the level moved. With growth
 * g = E log(1 + λ·y) a session (Breiman 1961; of `pit` to second order), s sessions a minute and a share W of the
 * evidence, R after T sessions is (e^{gT} − 1)/(g·s), which is B/W at T = log(1 + B·g·s/W)/g: a typical delay, not a
 * bound. Undefined for what is not told by a level: tails of numbers, and categories that were rare.
 */
function visibilityOf(test: DriftTest, frame: VisibilityFrame): Visibility | undefined {
  const { feature, score, direction, p, shown } = test;
  if (/^q\d/.test(score) || score === 'other') return undefined;
  const shownAt = (level: number): number => shownLevel(test, level, frame.histogram);
  const doubled = doubledLevel(test, frame.histogram);
  const sessions = doubled === undefined ? Infinity : sessionsToAlarm(test, doubled, frame.arlMinutes);
  const smallest = smallestSeen(test, frame.arlMinutes);
  return {
    feature,
    score,
    direction,
    baseline: score === 'any' ? shown.p : shownAt(p),
    smallest: smallest === undefined ? null : shownAt(smallest),
    doublingSessions: Number.isFinite(sessions) ? Math.ceil(sessions) : null,
  };
}

/** Sessions after a change to `level` per event until the alarm, typically; Infinity where it is never found. */
export function sessionsToAlarm(test: DriftTest, level: number, arlMinutes: number): number {
  const perMinute = (test.usual.sessionsPerDay * minuteMs) / dayMs;
  const scores = scoresAt(test, level);
  const delays = test.bets.map(({ lambda, weight }) => {
    const growth = growthOf(test, scores, lambda);
    return growth > 0 ? Math.log1p((arlMinutes * growth * perMinute) / weight) / growth : Infinity;
  });
  return Math.min(...delays) + idleMinutes * perMinute;
}

/** The level nearest to the baseline that is found within a week, by bisection to 1 % of the way. */
function smallestSeen(test: DriftTest, arlMinutes: number): number | undefined {
  const sessions = watchedDays * test.usual.sessionsPerDay;
  const rate = test.score === 'any' ? test.shown.p : test.p;
  const isFound = (level: number): boolean => sessionsToAlarm(test, level, arlMinutes) <= sessions;
  let [seen, unseen] = [test.direction === 'up' ? 0.98 : Math.min(1e-6, rate / 100), rate];
  if (!isFound(seen)) return undefined;
  for (let i = 0; i < 20; i++) {
    const middle = (seen + unseen) / 2;
    if (isFound(middle)) seen = middle;
    else unseen = middle;
  }
  return seen;
}

/** What a session's score is like: its mean and variance, or its whole distribution. */
interface Scores {
  readonly n: number;
  /** Chance of k of n events, k = 0..n; of `pit` absent. */
  readonly chances?: readonly number[];
  readonly mean: number;
  readonly variance: number;
}

function scoresAt(test: DriftTest, level: number): Scores {
  const { score, icc, usual } = test;
  const n = Math.min(unitCap, Math.max(1, Math.round(usual.eventsPerSession)));
  if (score === 'pit') {
    const spread = Math.min(largestRankShift ** 2, (n * (1 + (n - 1) * icc)) / 12);
    return { n, mean: n * level, variance: spread };
  }
  const chances = urnChances(n, level, isCategory(score) ? Math.min(icc, 0.999) : icc);
  if (score !== 'any') return { n, chances, mean: n * level, variance: 0 };
  return { n, chances: [chances[0]!, 1 - chances[0]!], mean: 1 - chances[0]!, variance: 0 };
}

function growthOf({ sizes, weights, m, direction }: DriftTest, scores: Scores, lambda: number): number {
  const { n, chances, mean, variance } = scores;
  const sign = direction === 'up' ? 1 : -1;
  const excess = (a: number): number => sign * weights[n]! * (a - sizes[n]! * m);
  if (chances === undefined) {
    const stake = lambda * excess(mean);
    return stake - (stake * stake + (lambda * weights[n]!) ** 2 * variance) / 2;
  }
  return chances.reduce(
    (sum, chance, k) => sum + chance * Math.log1p(Math.max(-0.999, lambda * excess(k))),
    0,
  );
}

/** Chances of k of n, beta-binomial with that intra-class correlation (Pólya's urn: Johnson and Kotz 1977). */
function urnChances(n: number, p: number, icc: number): number[] {
  const mass = icc > 0 ? (1 - icc) / icc : Infinity;
  let chances = [1];
  for (let drawn = 0; drawn < n; drawn++) {
    const next = new Array<number>(drawn + 2).fill(0);
    chances.forEach((chance, k) => {
      const hit = mass === Infinity ? p : (p * mass + k) / (mass + drawn);
      next[k]! += chance * (1 - hit);
      next[k + 1]! += chance * hit;
    });
    chances = next;
  }
  return chances;
}

/** Twice the rate or value; half of it for a fall. Undefined where there is none. */
function doubledLevel(test: DriftTest, histogram: FrozenHistogram | undefined): number | undefined {
  const { score, direction, p, shown } = test;
  if (score === 'pit') {
    return histogram === undefined ? undefined : scaledRank(histogram, direction === 'up' ? 2 : 0.5);
  }
  const rate = score === 'any' ? shown.p : p;
  if (!(rate > 0)) return undefined;
  return direction === 'up' ? Math.min(0.98, 2 * rate) : rate / 2;
}

/** The mean rank under the histogram once all values are `factor` times what they were. */
function scaledRank(histogram: FrozenHistogram, factor: number): number {
  const ranks = histogram.bins.map(
    (bin, i) => histogram.counts[i]! * midRank(histogram, logBin(factor * binValue(bin))),
  );
  return ranks.reduce((sum, rank) => sum + rank, 0) / histogram.total;
}

function shownLevel({ score }: DriftTest, level: number, histogram: FrozenHistogram | undefined): number {
  return score === 'pit' && histogram !== undefined ? histogramQuantile(histogram, level) : level;
}
