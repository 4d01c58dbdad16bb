import { expect, it } from '@jest/globals';
import { retryDelayMs } from './retry-delay.js';

it.each([
  [1, 0, 30_000],
  [2, 0, 60_000],
  [3, 0, 120_000],
  [4, 0, 300_000],
  [50, 0, 300_000],
  [1, 1, 36_000],
])('waits after attempt %d with jitter %d: %d ms', (attempt, jitter, wanted) => {
  expect(retryDelayMs(attempt, jitter)).toBe(wanted);
});
