import { describe, expect, it } from '@jest/globals';
import { planDigest } from './plan-digest.js';

const waiting = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

describe('a lane of one message a second', () => {
  it.each([
    ['nothing', 0, 0],
    ['what it sends in 20 seconds', 20, 0],
    ['one more', 21, 11],
    ['a hundred', 100, 90],
  ])('in which waits %s tells so many of it together', (_what, count, together) => {
    expect(planDigest(waiting(count), 1_000)).toHaveLength(together);
  });

  it('tells the first ten, which are the most severe, singly', () => {
    expect(planDigest(waiting(30), 1_000)).toEqual(waiting(30).slice(10));
  });
});

it('a lane without a pace tells everything singly', () => {
  expect(planDigest(waiting(10_000), 0)).toEqual([]);
});
