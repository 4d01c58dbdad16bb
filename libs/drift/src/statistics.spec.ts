import { describe, expect, it } from '@jest/globals';
import { buildTest } from './build-test.js';
import { estimateLevel, sessionWeights } from './estimate-level.js';
import { estimateWander } from './estimate-wander.js';
import { exampleLevel } from './example-level.js';
import { freezeHistogram, histogramQuantile, midRank } from './frozen-histogram.js';
import { binValue, logBin } from './log-grid.js';
import type { PooledSums } from './pool-days.js';
import { confidenceSequenceWidth, normalCdf, normalQuantile } from './statistics.js';

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.841345],
    [-1.959964, 0.025],
    [2.5, 0.99379],
  ])('at %d is %d, and back', (x, p) => {
    expect(normalCdf(x)).toBeCloseTo(p, 6);
    expect(normalQuantile(p)).toBeCloseTo(x, 4);
  });
});

it('narrows a confidence sequence with more terms, and is wider than the interval at one time', () => {
  const at = (t: number): number => confidenceSequenceWidth(t, 0.05);
  expect(at(100)).toBeLessThan(at(10));
  expect(at(100)).toBeGreaterThan(1.96 / 10);
  expect(at(100)).toBeLessThan((2 * 1.96) / 10);
});

describe('ranks under a frozen histogram', () => {
  const histogram = freezeHistogram({ '5': 2, '7': 4, '-3': 2 });

  it.each([
    [-10, 0],
    [-3, 0.125],
    [5, 0.375],
    [6, 0.5],
    [7, 0.75],
    [9, 1],
  ])('bin %d has mid-rank %d', (bin, rank) => {
    expect(midRank(histogram, bin)).toBe(rank);
  });

  it('gives back values within two percent, in order and with their sign', () => {
    for (const value of [0, 1e-3, 0.5, 1, 12, 873.2, 1e9, -44]) {
      expect(Math.abs(binValue(logBin(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.02);
    }
    expect(logBin(-2)).toBeLessThan(logBin(-1));
    expect(logBin(1)).toBeLessThan(logBin(1.05));
    expect(histogramQuantile(histogram, 0.5)).toBeCloseTo(binValue(7));
  });
});

describe('estimateLevel', () => {
  const sums = (units: readonly (readonly [n: number, a: number])[]): PooledSums => {
    const blank = () => new Array<number>(17).fill(0);
    const [count, s1, s2] = [blank(), blank(), blank()];
    for (const [n, a] of units) {
      count[n]! += 1;
      s1[n]! += a;
      s2[n]! += a * a;
    }
    return { count, s1, s2, events: [], score: [], firstHour: 0 };
  };
  const level = (units: readonly (readonly [number, number])[]) =>
    estimateLevel(sums(units), { score: 'sum', direction: 'up' });
  const repeat = (count: number, unit: readonly [number, number]) =>
    Array.from({ length: count }, () => unit);

  it('finds an intra-class correlation of one where sessions are all or nothing', () => {
    const found = level([...repeat(95, [10, 0]), ...repeat(5, [10, 10])]);
    expect(found?.p).toBeCloseTo(0.05, 10);
    expect(found?.icc).toBeCloseTo(1, 10);
    // 100 sessions say as much as 100 events: √(.05·.95/100).
    expect(found?.se).toBeCloseTo(0.0218, 4);
  });

  it('finds none where events of a session are as far apart as chance has them', () => {
    // 4 events with one in half of the sessions and none in the other: variance below the binomial one.
    expect(level([...repeat(90, [4, 0]), ...repeat(10, [4, 1])])?.icc).toBe(0);
  });

  it('has nothing to say without an event', () => {
    expect(level([])).toBeUndefined();
  });
});

describe('buildTest', () => {
  const level = { ...exampleLevel, se: 0.001, weights: new Array<number>(17).fill(1), events: 20_000 };

  it.each(['up', 'down'] as const)('keeps every bet positive for every session, %s', (direction) => {
    for (const score of ['sum', 'pit', 'q90', 'is:de']) {
      const test = buildTest('f', score, direction, {
        level: { ...level, p: score === 'pit' ? 0.5 : 0.3 },
        traits: undefined,
      });
      for (const { lambda } of test?.bets ?? []) {
        for (let n = 1; n <= 16; n++) {
          const worst = direction === 'up' ? -n * test!.m : n * test!.m - n;
          expect(1 + lambda * (score === 'pit' ? Math.max(worst, -2 - n * 0.02) : worst)).toBeGreaterThan(0);
        }
      }
    }
  });

  it('holds what a gate allows for no change, and a wandering level for none of its own', () => {
    const m = (more: object) =>
      buildTest('f', 'sum', 'up', { level: { ...level, ...more }, traits: undefined })?.m;
    expect(m({})).toBeCloseTo(0.023, 3);
    expect(m({ wander: 0.01 })).toBeCloseTo(0.06, 10);
  });

  it('weighs crowded sessions less and stakes less on them', () => {
    const lambdas = (crowding: number) =>
      buildTest('f', 'sum', 'up', { level: { ...level, crowding }, traits: undefined })!.bets.map(
        ({ lambda }) => lambda,
      );
    expect(Math.max(...lambdas(3))).toBeLessThan(0.5 * Math.max(...lambdas(1)));
    expect(sessionWeights(0.2, 3)[4]).toBeCloseTo(sessionWeights(0.2)[4]! / 3, 10);
  });

  it('makes no test of what cannot be seen', () => {
    expect(buildTest('f', 'sum', 'up', { level: { ...level, p: 0.97 }, traits: undefined })).toBeUndefined();
    expect(
      buildTest('f', 'any', 'down', { level: { ...level, p: 0.0001 }, traits: undefined }),
    ).toBeUndefined();
  });
});

describe('estimateWander', () => {
  /** Hours of 100 events at this rate that stand two events above or below it. */
  const estimate = (p1: number, isAbove: (hour: number) => boolean) => {
    const hours = Array.from({ length: 336 }, (_, hour) => hour);
    const score = hours.map((hour) => 100 * p1 + (isAbove(hour) ? 2 : -2));
    const none = { count: [], s1: [], s2: [], firstHour: 0 };
    const pooled = { ...none, events: hours.map(() => 100), score };
    // Sessions explain a third of the squares.
    return estimateWander(pooled, { p1, season: undefined, variance: (336 * 4) / 3 });
  };
  /** Thue–Morse: no two hours are alike by their distance. */
  const irregular = (hour: number) => hour.toString(2).replaceAll('0', '').length % 2 === 0;

  it('tells hours that are each for itself but too different for their sessions as crowded', () => {
    expect(estimate(0.05, irregular)).toEqual({ wander: 0, se: 0, crowding: 3 });
  });

  it('tells hours that are alike as a level that wanders', () => {
    const found = estimate(0.05, (hour) => irregular(Math.floor(hour / 8)));
    expect(found.crowding).toBe(1);
    expect(found.wander).toBeGreaterThan(0.01);
  });

  it('does not know where there are too few positives', () => {
    expect(estimate(0.001, irregular).crowding).toBeUndefined();
  });
});
