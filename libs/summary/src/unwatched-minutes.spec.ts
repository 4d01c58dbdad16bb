import { describe, expect, it } from '@jest/globals';
import { unwatchedMinutes } from './unwatched-minutes.js';

const minute = 60_000;
const week = { fromMs: 0, untilMs: 10_080 * minute };
const gap = (from: number, until?: number) => ({
  fromMs: from * minute,
  untilMs: until === undefined ? undefined : until * minute,
});

describe('minutes without coverage', () => {
  it.each([
    ['of no gap', [], 0],
    ['of one', [gap(10, 22)], 12],
    ['of two that overlap, once', [gap(10, 22), gap(20, 30)], 20],
    ['of one within another, once', [gap(10, 60), gap(20, 30)], 50],
    ['of one from before, from the beginning of the week', [gap(-100, 5)], 5],
    ['of one that goes on, to the end', [gap(10_070)], 10],
    ['of one that is of another week, none', [gap(-20, -10), gap(10_080, 10_090)], 0],
  ])('%s', (_, gaps, minutes) => {
    expect(unwatchedMinutes(gaps, week)).toBe(minutes);
  });
});
