import { expect, it } from '@jest/globals';
import { wilsonInterval } from './wilson.js';

// Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3 (95 %).
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('Wilson’s interval of %d in %d is %d to %d, as Newcombe printed it', (hits, n, low, high) => {
  const interval = wilsonInterval(hits / n, n);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});
