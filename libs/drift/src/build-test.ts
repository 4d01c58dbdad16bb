import { wilsonInterval } from '#kernel';
import type { FeatureKind } from './baseline-sums.js';
import type { CaseMix } from './case-mix.js';
import type { FeatureTraits } from './drift-settings.js';
import type { Season } from './estimate-season.js';
import { wanderFactor } from './estimate-wander.js';
import type { ScoreLevel } from './estimate-level.js';
import { type NullCells, nullCells, nullErrors } from './null-cells.js';
import { unitCap } from './session-unit.js';
import { largestRankShift } from './unit-scores.js';

export type Direction = 'up' | 'down';

/**
 * What a test is held against: `anchored`, the baseline, which stands still and sees what is slow; `trailing`, a week
 * that ended two days ago, which sees what is abrupt.
 */
export type Clock = 'anchored' | 'trailing';

/** The share of a model's evidence that each clock has; what is left is that of its vocabulary. */
export const clockShares: Readonly<Record<Clock, number>> = { anchored: 0.7, trailing: 0.25 };
export const vocabularyShare = 0.05;

/** One bet of a test: the share of the model's evidence it holds, and how much it stakes. */
export interface Bet {
  readonly lambda: number;
  readonly weight: number;
}

/** A frozen one-sided test of one score of one feature. Plain JSON. */
export interface DriftTest {
  readonly clock: Clock;
  readonly feature: string;
  /** `sum`, `any`; `pit`, `q90`, `q99`, `q10`; `is:<category>`, `other`. */
  readonly score: string;
  readonly direction: Direction;
  /** Baseline level per event. */
  readonly p: number;
  readonly se: number;
  /** Level per event that is still nothing worth an alarm, where there is no season. */
  readonly m: number;
  readonly icc: number;
  readonly wander: number;
  /** How much more an hour varies than its sessions explain; absent where it does not. */
  readonly crowding?: number;
  readonly season: Season | null;
  /** Weight of a session by its size. */
  readonly weights: readonly number[];
  /** What a session of a size counts as. */
  readonly sizes: readonly number[];
  readonly bets: readonly Bet[];
  /** Traffic of the reference, to say what can be seen. */
  readonly usual: { readonly sessionsPerDay: number; readonly eventsPerSession: number };
  /** What people are shown: the same score, but for `any`, which is shown as the rate it stands for. */
  readonly shown: { readonly score: string; readonly p: number };
  /** Of `other`: the categories that are none of it, whether they have a test of their own or cannot be seen to rise. */
  readonly named?: readonly string[];
  /** The null goes with what is asked: that of the same test without is the level of the usual mix. */
  readonly mix?: CaseMix;
}

const rateGate = 1.15;
const rankGate = 0.02;
const pointGate = 0.003;
const categoryGate = 0.01;
const upFactors = [1.25, 1.5, 2, 3, 5, 10];
const downFactors = [0.8, 0.5, 0.25];
const rankStakes = [0.15, 0.3, 0.45];

/** What a test is built from. */
export interface TestFrame {
  readonly level: ScoreLevel;
  readonly traits: FeatureTraits | undefined;
  readonly clock?: Clock;
}

/**
 * The test that the level has moved in one direction past what its gate, its own error, its season and its wander
 * explain; its bets' weights are equal and sum to 1. Undefined where such a change cannot be seen. Each bet's e-value
 * is 1 + λ·y with y = ±w·(a − n·m): E[y] ≤ 0 while the level is at most m, and λ is cut so that it stays positive
 * (Waudby-Smith and Ramdas, JRSS B 2024, arXiv 2010.09686).
 */
export function buildTest(
  feature: string,
  score: string,
  direction: Direction,
  { level, traits, clock = 'anchored' }: TestFrame,
): DriftTest | undefined {
  const m = rounded(nullLevel(level, score, direction, traits?.safety === true));
  if (direction === 'up' ? m >= 0.98 : m <= 1e-4) return undefined;
  const { p, se, icc, wander, crowding, season = null, weights, sizes, usual } = level;
  const frame = { direction, p, se, m, season };
  const safe = largestStake(level, score, direction, nullCells(frame));
  const limit = Math.min(safe, crowdedStake(level, score, m));
  const stakes = [...new Set(stakesOf(score, direction, m, limit).map((stake) => Math.min(stake, limit)))];
  const bets = stakes.map((lambda) => ({ lambda: rounded(lambda), weight: 1 / stakes.length }));
  const measured = { icc, wander, ...(crowding > 1 && { crowding }) };
  return { clock, feature, score, ...frame, ...measured, weights, sizes, bets, usual, shown: { score, p } };
}

/** Square roots aside, functions differ in the last bits between engines: 12 digits are the same on all. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function nullLevel(level: ScoreLevel, score: string, direction: Direction, safety: boolean): number {
  const { p, wander } = level;
  const bare = score === 'pit' ? rankNull(level, direction) : rateNull(level, score, direction, safety);
  const wandered = p + (direction === 'up' ? 1 : -1) * wanderFactor * wander;
  const m = direction === 'up' ? Math.max(bare, wandered) : Math.max(0, Math.min(bare, wandered));
  return Math.min(0.99, m);
}

function rankNull({ p, se }: ScoreLevel, direction: Direction): number {
  return p + (direction === 'up' ? 1 : -1) * Math.max(rankGate, nullErrors * se);
}

function rateNull(
  { p, se, events }: ScoreLevel,
  score: string,
  direction: Direction,
  safety: boolean,
): number {
  const effective = p === 0 || se === 0 ? events : Math.min(events, (p * (1 - p)) / (se * se));
  const { low: lower, high: upper } = wilsonInterval(Math.min(1, p), effective, nullErrors);
  if (direction === 'down') return Math.min(lower, p / rateGate);
  if (isCategory(score)) return Math.max(upper, p + categoryGate);
  return Math.max(upper, p < 0.02 && !safety ? p + pointGate : rateGate * p);
}

/** A category by name, or all that are not watched by name. */
export function isCategory(score: string): boolean {
  return score === 'other' || score.startsWith('is:');
}

/** The kind of the feature that a score belongs to. */
export function kindOfScore(score: string): FeatureKind {
  if (isCategory(score)) return 'category';
  return score === 'sum' || score === 'any' ? 'rate' : 'number';
}

/** A longest session of nothing but positives may multiply evidence by 1 + this, where the next one is likely the same. */
const crowdedGain = 2;

/**
 * The λ up to which crowded sessions gain nothing by being alike. A product of factors that depend on one another grows
 * by λ²/2 of their covariances, w²·(φ−1)·v an event with crowding φ and variance v; it loses λ·w·|m − p|. To second
 * order the limit is 2·|m − p|/v·φ/(φ−1); half of that is taken. What is rare is
 * skewed, beyond the second order: there the gain of a whole session of positives is the limit.
 */
function crowdedStake({ p, crowding, weights, sizes }: ScoreLevel, score: string, m: number): number {
  if (crowding <= 1) return Infinity;
  const longest = crowding * Math.max(...weights.map((w, n) => w * (sizes[n] ?? n)));
  const v = score === 'pit' ? 1 / 12 : Math.max(p * (1 - p), Number.EPSILON);
  const alike = ((Math.abs(m - p) / v) * crowding) / (crowding - 1);
  return Math.min(alike, crowdedGain / longest);
}

/** The λ at which a unit's worst loss leaves a tenth of the evidence; crowded or not, the same. */
export function largestStake(
  { weights, sizes, crowding = 1 }: Pick<DriftTest, 'weights' | 'sizes' | 'crowding'>,
  score: string,
  direction: Direction,
  { m }: NullCells,
): number {
  if (score === 'any' && direction === 'down') return 0.9;
  const losses = Array.from({ length: unitCap }, (_, i) => {
    const n = i + 1;
    const w = (weights[n] ?? 0) * crowding;
    if (score !== 'pit') {
      const size = w * (sizes[n] ?? n);
      return direction === 'up' ? size * Math.max(...m) : size * (1 - Math.min(...m));
    }
    const away = direction === 'up' ? Math.max(...m) - 0.5 : 0.5 - Math.min(...m);
    return w * (Math.min(largestRankShift, n / 2) + n * Math.max(0, away));
  });
  return 0.9 / Math.max(...losses);
}

function stakesOf(score: string, direction: Direction, m: number, limit: number): number[] {
  if (score === 'pit') return rankStakes;
  if (direction === 'down') return downFactors.map((factor) => 1 - factor);
  const factors = upFactors.filter((factor) => factor * m < 1);
  if (factors.length < 3) return [limit / 3, (2 * limit) / 3, limit];
  return factors.map((factor) => (factor - 1) / (1 - m));
}
