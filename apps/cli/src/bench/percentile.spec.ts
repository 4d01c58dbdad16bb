import { expect, it } from '@jest/globals';
import { percentile } from './percentile.js';

it.each([
  [[15, 20, 35, 40, 50], 0.05, 15],
  [[15, 20, 35, 40, 50], 0.3, 20],
  [[15, 20, 35, 40, 50], 0.4, 20],
  [[15, 20, 35, 40, 50], 0.5, 35],
  [[15, 20, 35, 40, 50], 1, 50],
  [[], 0.5, Number.NaN],
])('percentile of %j at %d is %d (nearest rank)', (sorted, q, expected) => {
  expect(percentile(sorted, q)).toBe(expected);
});
