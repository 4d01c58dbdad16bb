import { type Direction, type DriftTest, largestStake } from './build-test.js';
import type { Latch, LatchBets } from './evidence.js';
import { wanderFactor } from './estimate-wander.js';
import { extremeCells } from './adjust-test.js';
import { dayMs } from './drift-settings.js';
import { nullCells } from './null-cells.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { max, min } = Math;

/** At most one recovery a week on average is declared while the drift lasts. */
const recoveryMinutes = 7 * 24 * 60;
/** More evidence of it is not kept, so that it is soon gone where the drift is there again. */
const mostMinutes = 10 * recoveryMinutes;
/**
 * What lasted swings back at times. It is over when it has been away for half as long as it had been there, or for a
 * day: until then it is one drift, with one alarm. A level that wanders has to be away for the day.
 */
const awayShare = 0.5;
const longestAwayMs = dayMs;
const fractions = [0.25, 0.5, 1];

/** A latch's bets in the hot loop: factors of the minute at hand beside the statistics. */
export interface OpenLatchBets {
  readonly m: number;
  readonly lambdas: readonly number[];
  readonly r: Float64Array;
  readonly e: Float64Array;
}

/** A latch in the hot loop of the fold. */
export interface OpenLatch extends Omit<
  Latch,
  'back' | 'worse' | 'cusum' | 'sinceMs' | 'mark' | 'backSinceMs' | 'backCusum'
> {
  cusum: number;
  sinceMs: number;
  backSinceMs: number;
  backCusum: number;
  mark: readonly number[];
  readonly back: OpenLatchBets;
  readonly worse: OpenLatchBets;
}

/** The latch that a test's alarm leaves, given the level it moved to. `mark`: the test's sums at the alarm. */
export function newLatch(
  tests: readonly DriftTest[],
  alarm: {
    readonly test: number;
    readonly current: number;
    /** What it moved to at least, or at most. */
    readonly atLeast: number;
    readonly atMs: number;
    readonly changeAtMs: number;
    readonly mark: readonly number[];
    /** The mix explains it: what allows for the mix is not latched, and tells when the model changes, too. */
    readonly ofTraffic: boolean;
  },
): OpenLatch {
  const test = tests[alarm.test]!;
  const level = levelsOf(test, alarm);
  const opposite: Direction = test.direction === 'up' ? 'down' : 'up';
  return openLatch({
    feature: test.feature,
    tests: tests.flatMap((other, index) =>
      lookTheSameWay(test, other) && !(alarm.ofTraffic && other.mix !== undefined) ? [index] : [],
    ),
    test: alarm.test,
    cusum: 1,
    sinceMs: alarm.atMs,
    mark: alarm.mark,
    changeAtMs: alarm.changeAtMs,
    wanders: test.wander > 0,
    backSinceMs: 0,
    backCusum: 1,
    back: betsAgainst(test, level.back, opposite),
    worse: betsAgainst(test, level.worse, test.direction),
  });
}

/** A stored latch for the hot loop. */
export function openLatch({ back, worse, ...rest }: Latch): OpenLatch {
  const open = ({ m, lambdas, r }: LatchBets): OpenLatchBets => ({
    m,
    lambdas,
    r: Float64Array.from(r),
    e: new Float64Array(r.length).fill(1),
  });
  return { ...rest, back: open(back), worse: open(worse) };
}

/** A latch as plain data again. */
export function closeLatch({ back, worse, ...rest }: OpenLatch): Latch {
  const close = ({ m, lambdas, r }: OpenLatchBets): LatchBets => ({ m, lambdas, r: Array.from(r) });
  return { ...rest, back: close(back), worse: close(worse) };
}

/** A unit's part in a latch's bets, in place. `y`: the test's own excess over a level, by level. */
export function foldLatch({ back, worse }: OpenLatch, excessOver: (m: number) => number): void {
  const [returned, moved] = [-excessOver(back.m), excessOver(worse.m)];
  for (let b = 0; b < fractions.length; b++) {
    back.e[b]! *= 1 + back.lambdas[b]! * returned;
    worse.e[b]! *= 1 + worse.lambdas[b]! * moved;
  }
}

/** A minute that ends: how many have passed with it, its first event and the test's sums before it. */
export interface LatchMinute {
  readonly atMs: number;
  readonly minutes: number;
  readonly firstAtMs: number;
  readonly before: ArrayLike<number>;
}

/** Ends a minute, in place: R = (1 + R)·e, and where a further move begins. True where the drift is over. */
export function closeLatchMinute(latch: OpenLatch, minute: LatchMinute): boolean {
  const { minutes, firstAtMs, before, atMs } = minute;
  const { back, worse } = latch;
  const was = latch.cusum;
  latch.cusum = min(1e300, max(1, was * worse.e[1]!));
  if (was === 1 && latch.cusum > 1) {
    latch.sinceMs = firstAtMs;
    latch.mark = Array.from(before);
  }
  const wasBack = latch.backCusum;
  latch.backCusum = min(mostMinutes, max(1, wasBack * back.e[1]!));
  if (latch.backCusum === 1) latch.backSinceMs = 0;
  else if (wasBack === 1) latch.backSinceMs = firstAtMs;
  for (const { r, e } of [back, worse]) {
    for (let b = 0; b < r.length; b++) r[b] = (minutes + r[b]!) * e[b]!;
    e.fill(1);
  }
  for (let b = 0; b < back.r.length; b++) back.r[b] = min(mostMinutes, back.r[b]!);
  const isBack = latch.backSinceMs > 0 && meanOf(back.r) >= recoveryMinutes;
  return isBack && atMs - latch.backSinceMs >= awayMs(latch);
}

function awayMs({ changeAtMs, backSinceMs, wanders }: OpenLatch): number {
  return wanders ? longestAwayMs : min(longestAwayMs, awayShare * (backSinceMs - changeAtMs));
}

/** Evidence that the level has moved as far again, in minutes. */
export function worseEvidence({ worse }: OpenLatch): number {
  return meanOf(worse.r);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Back: less is left than half of the way, or than the middle of that and what was sure – the change point was chosen by
 * its maximum, so that the estimate is high – less what the level wanders by, and no less than the null. Worse: twice as far from the
 * baseline. Of `any` only the null is known in its own terms.
 */
function levelsOf(
  { score, direction, p, m, wander }: DriftTest,
  { current, atLeast }: { readonly current: number; readonly atLeast: number },
): { readonly back: number; readonly worse: number } {
  if (score === 'any') return { back: m, worse: m / 4 };
  const half = (p + current) / 2;
  const away = wanderFactor * wander;
  const twice = min(0.99, max(0, 2 * current - p));
  return direction === 'up'
    ? { back: max(m, (half + min(half, atLeast)) / 2 - away), worse: max(m, twice) }
    : { back: min(m, (half + max(half, atLeast)) / 2 + away), worse: min(m, twice) };
}

function betsAgainst(test: DriftTest, level: number, direction: Direction): LatchBets {
  const { s } = nullCells(test);
  const cells = extremeCells(test, { s, m: s.map((factor) => factor * level) });
  const safe = largestStake(test, test.score === 'any' ? 'sum' : test.score, direction, cells);
  const limit = test.crowding === undefined ? safe : min(safe, ...test.bets.map(({ lambda }) => lambda));
  return {
    m: level,
    lambdas: fractions.map((fraction) => Number((fraction * limit).toPrecision(12))),
    r: fractions.map(() => 0),
  };
}

const lowSide = ['q10'];

/** Categories stand each for itself; of numbers and rates, tests that see the same move. */
function lookTheSameWay(a: DriftTest, b: DriftTest): boolean {
  if (a.feature !== b.feature) return false;
  if (a.score.startsWith('is:') || a.score === 'other') return a.score === b.score;
  return isUpward(a) === isUpward(b);
}

function isUpward({ score, direction }: DriftTest): boolean {
  return (direction === 'up') !== lowSide.includes(score);
}
