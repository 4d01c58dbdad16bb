import { expect, it } from '@jest/globals';
import { shareOf } from './share.js';

// Newcombe 1998, table I: 81 of 263 and 15 of 148; 0 of 20 and 1 of 29.
it.each([
  [81, 263, [30.8, 25.53, 36.62]],
  [15, 148, [10.14, 6.24, 16.05]],
  [0, 20, [0, 0, 16.11]],
  [1, 29, [3.45, 0.61, 17.18]],
])('gives %d of %d the interval that Wilson published for it', (hits, n, published) => {
  const share = shareOf(hits, n);
  expect(share.n).toBe(n);
  [share.percent, share.low, share.high].forEach((percent, index) => {
    expect(percent).toBeCloseTo(published[index]!, 1);
  });
});
