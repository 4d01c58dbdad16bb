import { describe, expect, it } from '@jest/globals';
import { type UsualUse, addUse, largeUse, nothingUsual, samplesOf } from './usual-use.js';

const of = (sizes: readonly number[]): UsualUse => sizes.reduce(addUse, nothingUsual);

describe('what is usual', () => {
  it('is the largest of few, at most 19 % too high', () => {
    const large = largeUse(of([10, 20, 4_000, 30]));
    expect(large).toBeGreaterThanOrEqual(4_000);
    expect(large).toBeLessThan(4_000 * 1.19);
  });

  it('leaves out one in a thousand of many', () => {
    const sizes = Array.from({ length: 5_000 }, (_, index) => (index % 1_250 === 0 ? 1_000_000 : 100));
    expect(largeUse(of(sizes))).toBeLessThan(120);
  });

  it('forgets: from 20,000 samples on, counts are halved', () => {
    const use = of(Array.from({ length: 20_001 }, () => 5));
    expect(samplesOf(use)).toBe(10_000);
  });

  it('is nothing where nothing was seen', () => {
    expect([samplesOf(nothingUsual), largeUse(nothingUsual)]).toEqual([0, 0]);
  });
});
