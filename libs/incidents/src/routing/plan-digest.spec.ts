import { describe, expect, it } from '@jest/globals';
import { planDigest } from './plan-digest.js';

const waiting = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

describe('a lane of one message a second', () => {
  it.each([
    ['nothing', 0, false, 0],
    ['what it sends in 20 seconds', 20, false, 0],
    ['one more', 21, false, 11],
    ['a hundred', 100, false, 90],
    ['ten, beside a digest', 10, true, 0],
    ['eleven, beside a digest', 11, true, 1],
  ])('in which waits %s tells so many of it together', (_what, count, isDigestOpen, together) => {
    expect(planDigest(waiting(count), 1_000, isDigestOpen)).toHaveLength(together);
  });

  it('tells the first ten, which are the most severe, singly', () => {
    expect(planDigest(waiting(30), 1_000, false)).toEqual(waiting(30).slice(10));
  });
});

it('a lane without a pace tells everything singly', () => {
  expect(planDigest(waiting(10_000), 0, true)).toEqual([]);
});
