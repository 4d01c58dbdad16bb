import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type DriftTest, buildTest } from './build-test.js';
import { dayMs, hourMs, minuteMs } from './drift-settings.js';
import { exampleLevel } from './example-level.js';
import { type OpenLatch, closeLatchMinute, foldLatch, newLatch, worseEvidence } from './latch.js';

type Side = 'up' | 'down';
const testOf = (score: string, direction: Side, more: object = {}, feature = 'refusal'): DriftTest =>
  buildTest(feature, score, direction, { level: { ...exampleLevel, ...more }, traits: undefined })!;

const startMs = Date.UTC(2026, 0, 19);
const events = 4;

interface Moved {
  readonly test?: DriftTest;
  readonly current?: number;
  readonly atLeast?: number;
  readonly changeAtMs?: number;
}

/** The latch of a level that has moved, by an alarm at `startMs`. */
function latchOf(moved: Moved = {}): OpenLatch {
  const { test = testOf('sum', 'up'), current = 0.1, atLeast = 0.08, changeAtMs = startMs - hourMs } = moved;
  const sums = { mark: [0, 0, 0, 0, 0, 0], ofTraffic: false };
  return newLatch([test], { test: 0, current, atLeast, atMs: startMs, changeAtMs, ...sums });
}

/** Folds a session of four events a minute of which so many are refused; gives the first minute at which it is over. */
function overAfter(
  latch: OpenLatch,
  fromMs: number,
  refused: Iterable<number>,
  step = 1,
): number | undefined {
  let atMs = fromMs;
  for (const count of refused) {
    atMs += step * minuteMs;
    foldLatch(latch, (m) => count - events * m);
    if (closeLatchMinute(latch, { atMs, minutes: step, firstAtMs: atMs, before: [] })) return atMs;
  }
  return undefined;
}

const times = (count: number, refused: number): number[] => new Array<number>(count).fill(refused);

describe('a latch', () => {
  it('lets go at a week of evidence that the level is back', () => {
    const latch = latchOf({ changeAtMs: startMs - minuteMs });
    const { m, lambdas } = latch.back;
    const gains = lambdas.map((lambda) => 1 + lambda * events * m);
    // R = (1 + R)·g by minute, and the mean of the three bets.
    const evidenceAfter = (n: number): number =>
      gains.reduce((sum, g) => sum + (g * (g ** n - 1)) / (g - 1), 0) / gains.length;
    const minutes = Array.from({ length: 1_000 }, (_, i) => i + 1);
    const wanted = minutes.find((n) => evidenceAfter(n) >= 7 * 24 * 60)!;
    expect(overAfter(latch, startMs, times(1_000, 0))).toBe(startMs + wanted * minuteMs);
  });

  it('lets go in one of ten at most within a tenth of a week, at the edge of what is back', () => {
    const tenth = 1_008;
    const over = Array.from({ length: 200 }, (_, seed) => {
      const generator = xoroshiro128plus(seed);
      const latch = latchOf({ changeAtMs: startMs - minuteMs });
      const one = (): number => (uniformFloat64(generator) < latch.back.m ? 1 : 0);
      const drawn = Array.from({ length: tenth }, () => one() + one() + one() + one());
      return overAfter(latch, startMs, drawn);
    }).filter((at) => at !== undefined);
    // Twenty are promised; thirty would have a chance of 1 %.
    expect(over.length).toBeLessThan(30);
  });

  it.each([
    ['half as long as it was away', {}, 24 * hourMs, 12 * hourMs],
    ['a day at most', {}, 20 * dayMs, dayMs],
    ['a day where the level wanders', { wander: 0.001 }, 8 * hourMs, dayMs],
  ])('waits until the level has stayed back for %s', (_what, more, awayMs, wantedMs) => {
    const latch = latchOf({ test: testOf('sum', 'up', more), changeAtMs: startMs - awayMs });
    // Its level is back in the minute after the alarm.
    const overAtMs = overAfter(latch, startMs, times(2_000, 0))!;
    expect(Math.abs(overAtMs - startMs - wantedMs)).toBeLessThanOrEqual(2 * minuteMs);
  });

  it('forgets that the level was back for hours once it is away again', () => {
    const latch = latchOf({ changeAtMs: startMs - 10 * dayMs });
    expect(overAfter(latch, startMs, times(20 * 60, 0))).toBeUndefined();
    expect(overAfter(latch, startMs + 20 * hourMs, times(2 * 60, 1))).toBeUndefined();
    // A few quiet sessions in the course of two days are no evidence of a week.
    expect(overAfter(latch, startMs + 22 * hourMs, times(8, 0), 6 * 60)).toBeUndefined();
  });

  it('speaks again where the level moves as far again, not where it stays', () => {
    const evidence = (rate: number): number => {
      const generator = xoroshiro128plus(7);
      const latch = latchOf();
      const one = (): number => (uniformFloat64(generator) < rate ? 1 : 0);
      overAfter(
        latch,
        startMs,
        Array.from({ length: 2_000 }, () => one() + one() + one() + one()),
      );
      return worseEvidence(latch);
    };
    // Minutes: an alarm at a fortieth of 129,600 would be at 5 million.
    expect(evidence(0.1)).toBeLessThan(1_000);
    expect(evidence(0.18)).toBeLessThan(129_600);
    expect(evidence(0.3)).toBeGreaterThan(1e7);
  });
});

describe('the level of a latch', () => {
  const rise = testOf('sum', 'up');
  const fall = testOf('sum', 'down', { p: 0.3 });
  it.each([
    // The way from .02 to .1 is half at .06; where that much is sure it is the level, else the middle of the two.
    ['a rise of which half is sure', rise, [0.1, 0.08], [0.06, 0.18]],
    ['a rise of which less is sure', rise, [0.1, 0.04], [0.05, 0.18]],
    ['a rise that wanders', testOf('sum', 'up', { wander: 0.002 }), [0.1, 0.08], [0.06 - 4 * 0.002, 0.18]],
    ['a fall of which half is sure', fall, [0.1, 0.15], [0.2, 0]],
    ['a fall of which less is sure', fall, [0.1, 0.24], [0.22, 0]],
    ['a fall that wanders', testOf('sum', 'down', { p: 0.3, wander: 0.01 }), [0.1, 0.15], [0.24, 0]],
    ['a rise to nearly all', testOf('sum', 'up', { p: 0.5 }), [0.9, 0.85], [0.7, 0.99]],
  ] as const)('of %s', (_what, test, [current, atLeast], levels) => {
    const latch = latchOf({ test, current, atLeast });
    expect([latch.back.m, latch.worse.m]).toEqual(levels.map((level) => expect.closeTo(level, 9)));
  });

  it('is never nearer than what is no change', () => {
    const test = testOf('sum', 'up');
    expect(latchOf({ test, current: 0.024, atLeast: 0.021 }).back.m).toBe(test.m);
  });
});

describe('what a latch holds', () => {
  const tests = [
    ...(['pit', 'q90', 'q99', 'q10'] as const).map((score) =>
      testOf(score, 'up', { p: score === 'pit' ? 0.5 : 0.1 }, 'latency_ms'),
    ),
    testOf('pit', 'down', { p: 0.5 }, 'latency_ms'),
    testOf('is:de', 'up', {}, 'language'),
    testOf('is:fr', 'up', {}, 'language'),
    testOf('sum', 'up'),
    testOf('any', 'down', { p: 0.1 }),
  ];
  const names = (held: readonly number[]) =>
    held.map((index) => `${tests[index]!.score} ${tests[index]!.direction}`);

  it.each([
    [0, ['pit up', 'q90 up', 'q99 up']],
    [3, ['q10 up', 'pit down']],
    [5, ['is:de up']],
    [7, ['sum up']],
    [8, ['any down']],
  ])('are the tests that see the same move: of test %d %j', (test, held) => {
    const latch = newLatch(tests, {
      ...{ test, current: 0.9, atLeast: 0.8, atMs: startMs, changeAtMs: startMs },
      ...{ mark: [], ofTraffic: false },
    });
    expect(names(latch.tests)).toEqual(held);
  });

  it.each([
    ['changed with the mix: what allows for that goes on', true, [0]],
    ['changed with the model', false, [0, 1]],
  ])('are both of a level that %s', (_what, ofTraffic, held) => {
    const bare = testOf('sum', 'up');
    const adjusted = { ...bare, mix: { of: 'language', factors: {}, usual: new Array<number>(24).fill(1) } };
    const latch = newLatch([bare, adjusted], {
      ...{ test: 0, current: 0.1, atLeast: 0.08, atMs: startMs, changeAtMs: startMs, mark: [] },
      ofTraffic,
    });
    expect(latch.tests).toEqual(held);
  });
});
