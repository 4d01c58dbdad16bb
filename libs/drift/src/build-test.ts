import type { FeatureTraits } from './drift-settings.js';
import type { ScoreLevel } from './estimate-level.js';
import { unitCap } from './session-unit.js';
import { wilsonBounds } from './statistics.js';

export type Direction = 'up' | 'down';

/** One bet of a test: the share of the model's evidence it holds, and how much it stakes. */
export interface Bet {
  readonly lambda: number;
  readonly weight: number;
}

/** A frozen one-sided test of one score of one feature. Plain JSON. */
export interface DriftTest {
  readonly feature: string;
  readonly score: string;
  readonly direction: Direction;
  /** Baseline level per event. */
  readonly p: number;
  /** Level per event that is still nothing worth an alarm. */
  readonly m: number;
  readonly icc: number;
  readonly wander: number;
  /** Weight of a session by its size. */
  readonly weights: readonly number[];
  readonly bets: readonly Bet[];
  /** What people are shown: the same score, but for `any`, which is shown as the rate it stands for. */
  readonly shown: { readonly score: string; readonly p: number };
}

const z = 2.5;
const wanderFactor = 4;
const rateGate = 1.15;
const rankGate = 0.02;
const pointGate = 0.003;
const categoryGate = 0.01;
const largestRankShift = 2;
const upFactors = [1.25, 1.5, 2, 3, 5, 10];
const downFactors = [0.8, 0.5, 0.25];
const rankStakes = [0.15, 0.3, 0.45];

/**
 * The test that the level has moved in one direction past what its gate, its own error and its wander explain; its
 * bets' weights are equal and sum to 1. Undefined where such a change cannot be seen. Each bet's e-value is 1 + λ·y
 * with y = ±w·(a − n·m): E[y] ≤ 0 while the level is at most m, and λ is cut so that it stays positive
 * (Waudby-Smith and Ramdas, JRSS B 2024, arXiv 2010.09686).
 */
export function buildTest(
  feature: string,
  score: string,
  direction: Direction,
  { level, traits }: { readonly level: ScoreLevel; readonly traits: FeatureTraits | undefined },
): DriftTest | undefined {
  const m = nullLevel(level, score, direction, traits?.safety === true);
  if (direction === 'up' ? m >= 0.98 : m <= 1e-4) return undefined;
  const limit = 0.9 / largestLoss(level.weights, score, direction, m);
  const stakes = [...new Set(stakesOf(score, direction, m, limit).map((stake) => Math.min(stake, limit)))];
  const { p, icc, wander, weights } = level;
  const bets = stakes.map((lambda) => ({ lambda, weight: 1 / stakes.length }));
  return { feature, score, direction, p, m, icc, wander, weights, bets, shown: { score, p } };
}

function nullLevel(level: ScoreLevel, score: string, direction: Direction, safety: boolean): number {
  const { p, wander } = level;
  const bare = score === 'pit' ? rankNull(level, direction) : rateNull(level, score, direction, safety);
  const wandered = p + (direction === 'up' ? 1 : -1) * wanderFactor * wander;
  const m = direction === 'up' ? Math.max(bare, wandered) : Math.max(0, Math.min(bare, wandered));
  return Math.min(0.99, m);
}

function rankNull({ p, se }: ScoreLevel, direction: Direction): number {
  return p + (direction === 'up' ? 1 : -1) * Math.max(rankGate, z * se);
}

function rateNull(
  { p, se, events }: ScoreLevel,
  score: string,
  direction: Direction,
  safety: boolean,
): number {
  const effective = p === 0 || se === 0 ? events : Math.min(events, (p * (1 - p)) / (se * se));
  const { lower, upper } = wilsonBounds(p, effective, z);
  if (direction === 'down') return Math.min(lower, p / rateGate);
  if (score.startsWith('is:')) return Math.max(upper, p + categoryGate);
  return Math.max(upper, p < 0.02 && !safety ? p + pointGate : rateGate * p);
}

/** The most that −y can be for one unit: what bounds the stakes. */
function largestLoss(weights: readonly number[], score: string, direction: Direction, m: number): number {
  if (score === 'any' && direction === 'down') return 1;
  const losses = Array.from({ length: unitCap }, (_, i) => {
    const n = i + 1;
    const w = weights[n] ?? 0;
    if (score !== 'pit') return w * n * (direction === 'up' ? m : 1 - m);
    const away = direction === 'up' ? m - 0.5 : 0.5 - m;
    return w * (Math.min(largestRankShift, n / 2) + n * Math.max(0, away));
  });
  return Math.max(...losses);
}

function stakesOf(score: string, direction: Direction, m: number, limit: number): number[] {
  if (score === 'pit') return rankStakes;
  if (direction === 'down') return downFactors.map((factor) => 1 - factor);
  const factors = upFactors.filter((factor) => factor * m < 1);
  if (factors.length < 3) return [limit / 3, (2 * limit) / 3, limit];
  return factors.map((factor) => (factor - 1) / (1 - m));
}
