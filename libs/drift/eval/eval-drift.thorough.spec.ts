import { describe, expect, it } from '@jest/globals';
import { adwin } from './adwin.js';
import { clusteredGood, nullCases, shiftCases } from './cases.js';
import { measureNull, measureShifts } from './measure.js';
import { optimalDelay } from './optimum.js';
import { criticalSteps, pageHinkley } from './peers.js';
import { measureKnownBaseline } from './known-baseline.js';
import { poissonInterval } from './poisson-interval.js';

describe('the detector in simulation', () => {
  // Seeds are fixed, so a count is a fact, not a draw.
  it.each(nullCases(1_000))('keeps its promise: $name', (one) => {
    const { rate, features } = measureNull(one, 2, one.name.startsWith('volume') ? 1 : 2, 50_000);
    expect({ exceeds: rate > one.bound, features: rate > one.bound ? features : [] }).toEqual({
      exceeds: false,
      features: [],
    });
  });

  it('finds shifts as fast as is good, at 6,000 events a day and as one of 40 features', () => {
    const cases = shiftCases.filter(({ good }) => Number.isFinite(good));
    const figures = measureShifts(cases, { eventsPerDay: 6_000, runs: 3, firstSeed: 1_000 });
    const slow = cases.filter(({ good }, i) => figures[i]!.median > good).map(({ name }) => name);
    const misnamed = cases.filter((_, i) => figures[i]!.named < 0.8).map(({ name }) => name);
    expect({ slow, misnamed }).toEqual({ slow: [], misnamed: [] });
  });

  it('finds 2→4 % where sessions are clustered, too', () => {
    const cases = shiftCases.filter(({ name }) => name === 'refusal 2→4 %');
    const [figures] = measureShifts(cases, { eventsPerDay: 6_000, runs: 3, firstSeed: 1_000, icc: 0.2 });
    expect(figures!.median).toBeLessThan(clusteredGood);
  });
});

it('a rise that has the whole evidence and a known baseline is found as drift.md wants it', () => {
  const frame = { eventsPerDay: 6_000, runs: 40, firstSeed: 1_000 };
  const { median } = measureKnownBaseline(0.04, frame);
  expect(median).toBeLessThan(1_400);
  // Faster than who knows both rates would be a fault.
  expect(median).toBeGreaterThan(optimalDelay(0.02, 0.04, 540_000));
});

describe('poissonInterval', () => {
  // Garwood's table; the last by sums of sixty digits.
  it.each([
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [4, 1.09, 10.242],
    [10, 4.795, 18.39],
    [764, 710.779, 820.151],
  ])('of %d is %d to %d', (count, lower, upper) => {
    const [low, high] = poissonInterval(count, 1);
    expect(low).toBeCloseTo(lower, 2);
    expect(high).toBeCloseTo(upper, 2);
  });
});

describe('optimalDelay', () => {
  // drift.md, physical limits at 1e6 events.
  it.each([
    [0.02, 0.03, 2_948],
    [0.02, 0.04, 983],
    [0.02, 0.1, 118],
    [0.02, 0.01, 2_330],
    [0.001, 0.003, 4_590],
    [0.1, 0.15, 680],
  ])('from %d to %d is near %d', (p0, p1, wanted) => {
    expect(Math.abs(optimalDelay(p0, p1, 1e6) / wanted - 1)).toBeLessThan(0.03);
  });
});

describe('peers', () => {
  const step = (detector: (value: number) => boolean, from: number, to: number): number => {
    for (let i = 0; i < 5_000; i++) if (detector(i % 100 < from ? 1 : 0)) return -1;
    for (let i = 1; i <= 20_000; i++) if (detector(i % 100 < to ? 1 : 0)) return i;
    return Infinity;
  };

  it('ADWIN cuts its window after a change, not before', () => {
    expect(step(adwin(), 2, 2)).toBe(Infinity);
    const delay = step(adwin(), 2, 20);
    expect(delay).toBeLessThan(500);
    expect(delay).toBeGreaterThan(0);
  });

  it('Page–Hinkley alarms when the excess has gathered to its threshold', () => {
    expect(step(pageHinkley(), 2, 2)).toBe(Infinity);
    // Two blocks of 20 ones in 100 and most of a third: 2 · (20 − 2 − 100 · .005) + 16 > 50.
    const delay = step(pageHinkley(), 2, 20);
    expect(delay).toBeGreaterThan(210);
    expect(delay).toBeLessThan(220);
  });

  it('KSWIN takes two samples of 30 for different at 14 steps', () => {
    expect(criticalSteps(30, 0.005)).toBe(14);
  });
});
