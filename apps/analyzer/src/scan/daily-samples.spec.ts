import { describe, expect, it } from '@jest/globals';
import { DailySamples } from './daily-samples.js';
import { deterministicUuid } from '#kernel';

const ids = Array.from({ length: 500 }, (_, i) => deterministicUuid('evidence', 'logs', 0, i));
const taken = (order: readonly string[], limit = 20): string[] => {
  const samples = new DailySamples();
  return order.filter((id) => samples.takes(1, '2026-03-01', id, limit));
};

describe('the sample of a day', () => {
  it('holds the smallest ids, in whatever order they come', () => {
    const smallest = [...ids].sort().slice(0, 20);
    for (const order of [ids, [...ids].reverse(), [...ids].sort()]) {
      expect(taken(order)).toEqual(expect.arrayContaining(smallest));
    }
  });

  it('takes few more than it will hold: about k (1 + ln(n / k)) of n', () => {
    expect(taken(ids).length).toBeLessThan(2 * 20 * (1 + Math.log(500 / 20)));
  });

  it('takes an id again that it holds, and none where it may hold none', () => {
    expect(taken([ids[0]!, ids[0]!])).toHaveLength(2);
    expect(taken(ids, 0)).toEqual([]);
  });

  it('is one of each model and each day', () => {
    const samples = new DailySamples();
    const [a, b] = [...ids].sort() as [string, string];
    expect(samples.takes(1, '2026-03-01', a, 1)).toBe(true);
    expect(samples.takes(1, '2026-03-01', b, 1)).toBe(false);
    expect(samples.takes(2, '2026-03-01', b, 1)).toBe(true);
    expect(samples.takes(1, '2026-03-02', b, 1)).toBe(true);
  });
});
