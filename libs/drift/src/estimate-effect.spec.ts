import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { estimateEffect } from './estimate-effect.js';

/** Sums over the first so many sessions of a level of .3, whose events are positive all or one by one. */
function sumsAt(seed: number, sessions: readonly number[], isCommon = false): number[][] {
  const generator = xoroshiro128plus(seed);
  const hit = (): number => (uniformFloat64(generator) < 0.3 ? 1 : 0);
  const sums = [0, 0, 0, 0, 0, 0];
  const found: number[][] = [];
  for (let i = 1; i <= Math.max(...sessions); i++) {
    const n = 1 + (i % 6);
    let a = isCommon ? n * hit() : 0;
    for (let event = 0; event < n && !isCommon; event++) a += hit();
    [1, a, n, a * a, a * n, n * n].forEach((part, slot) => (sums[slot]! += part));
    if (sessions.includes(i)) found.push([...sums]);
  }
  return found;
}

describe('estimateEffect', () => {
  it.each([
    ['events that are each for themselves', false],
    ['sessions that are all or nothing', true],
  ])('is sure of no more than is true, at ten times at once in 97.5 of a hundred: %s', (_what, isCommon) => {
    const times = [40, 60, 90, 130, 200, 300, 450, 700, 1_000, 1_500];
    const runs = Array.from({ length: 400 }, (_, seed) => sumsAt(seed, times, isCommon));
    const above = runs.filter((run) => run.some((sums) => estimateEffect(sums, 'up').atLeast > 0.3));
    const below = runs.filter((run) => run.some((sums) => estimateEffect(sums, 'down').atLeast < 0.3));
    // Ten of 400 are promised for each side.
    expect(above.length).toBeLessThanOrEqual(10);
    expect(below.length).toBeLessThanOrEqual(10);
  });

  it('is within a tenth of the level after a thousand sessions, and sure of two thirds of it', () => {
    const [sums] = sumsAt(1, [1_000]);
    const { current, atLeast } = estimateEffect(sums!, 'up');
    expect(Math.abs(current / 0.3 - 1)).toBeLessThan(0.1);
    expect(atLeast / current).toBeGreaterThan(2 / 3);
    expect(atLeast).toBeLessThan(current);
    expect(estimateEffect(sums!, 'down').atLeast).toBeGreaterThan(current);
  });

  it('is sure of no more than n events tell where all of them are alike', () => {
    // Of 250 sessions of four: at a rate of .00368 a thousand events without one have a chance of .025.
    const none = [250, 0, 1_000, 0, 0, 4_000];
    expect(estimateEffect(none, 'down')).toEqual({ current: 0, atLeast: expect.closeTo(0.00369, 5) });
    const all = [250, 1_000, 1_000, 4_000, 4_000, 4_000];
    expect(estimateEffect(all, 'up')).toEqual({ current: 1, atLeast: expect.closeTo(0.99631, 5) });
  });

  it('is nothing without a session', () => {
    expect(estimateEffect([0, 0, 0, 0, 0, 0], 'up')).toEqual({ current: 0, atLeast: 0 });
  });
});
