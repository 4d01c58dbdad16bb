import { describe, expect, it } from '@jest/globals';
import type { RateSums } from '#contracts';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { wilsonInterval } from '#kernel';
import { rateInterval } from './rate-interval.js';
import { trafficToSeeDoubling } from './traffic-to-see-doubling.js';

describe('an interval', () => {
  it('of sessions of one interaction is that of independent ones', () => {
    const sums: RateSums = { sessions: 263, k: 81, n: 263, kk: 81, kn: 81, nn: 263 };
    const { low, high } = rateInterval(sums)!;
    expect(low).toBeCloseTo(wilsonInterval(81 / 263, 263).low, 2);
    expect(high).toBeCloseTo(wilsonInterval(81 / 263, 263).high, 2);
  });

  it('is said of twenty sessions or more only', () => {
    expect(rateInterval({ sessions: 19, k: 5, n: 100, kk: 5, kn: 25, nn: 600 })).toBeUndefined();
  });

  it('holds the true rate in 93 to 97 of 100 weeks of sessions that answer alike', () => {
    const draw = drawer(7);
    const weeks = 2_000;
    let held = 0;
    for (let week = 0; week < weeks; week++) {
      const interval = rateInterval(clusteredWeek(draw, 300))!;
      if (interval.low <= 0.1 && interval.high >= 0.1) held++;
    }
    expect(held / weeks).toBeGreaterThan(0.93);
    expect(held / weeks).toBeLessThan(0.97);
  });
});

describe('the traffic that shows a rate double', () => {
  it('is what was measured at 2 %, more for rarer and less for commoner ones', () => {
    expect(trafficToSeeDoubling(0.02)).toBe(2_129);
    expect(trafficToSeeDoubling(0.001)).toBeGreaterThan(40_000);
    expect(trafficToSeeDoubling(0.2)).toBeLessThan(200);
  });

  it.each([0, 0.5, 1, Number.NaN])('is not said of %d', (rate) => {
    expect(trafficToSeeDoubling(rate)).toBeUndefined();
  });
});

function drawer(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Sessions of 1 to 8 with a rate of 0 or 0.4, 0.1 on average. */
function clusteredWeek(draw: () => number, sessions: number): RateSums {
  const sums = { sessions, k: 0, n: 0, kk: 0, kn: 0, nn: 0 };
  for (let session = 0; session < sessions; session++) {
    const n = 1 + Math.floor(draw() * 8);
    const rate = draw() < 0.25 ? 0.4 : 0;
    let k = 0;
    for (let i = 0; i < n; i++) k += draw() < rate ? 1 : 0;
    sums.k += k;
    sums.n += n;
    sums.kk += k * k;
    sums.kn += k * n;
    sums.nn += n * n;
  }
  return sums;
}
