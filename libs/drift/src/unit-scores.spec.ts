import { describe, expect, it } from '@jest/globals';
import { freezeHistogram } from './frozen-histogram.js';
import { scoreRanks } from './unit-scores.js';

/** A thousand values in a thousand bins: the rank of a bin is its number in thousandths. */
const histogram = freezeHistogram(Object.fromEntries(Array.from({ length: 1_000 }, (_, bin) => [bin, 1])));

function scoresOf(bins: readonly number[]) {
  const scores = { pit: 0, q90: 0, q99: 0, q10: 0 };
  scoreRanks(histogram, bins, scores);
  return scores;
}

describe('the scores of a number in a session', () => {
  it.each([
    ['the middle', [500, 500], { pit: 1, q90: 0, q99: 0, q10: 0 }],
    ['the upper tenth', [950, 500], { pit: 1.45, q90: 1, q99: 0, q10: 0 }],
    ['the upper hundredth', [995, 995], { pit: 1.99, q90: 2, q99: 2, q10: 0 }],
    ['the lower tenth', [50, 500], { pit: 0.55, q90: 0, q99: 0, q10: 1 }],
    ['more than there was', [5_000], { pit: 1, q90: 1, q99: 1, q10: 0 }],
    // Eight is the middle of sixteen; a session says two more at most.
    ['sixteen of the highest', new Array<number>(16).fill(999), { pit: 10, q90: 16, q99: 16, q10: 0 }],
    ['sixteen of the lowest', new Array<number>(16).fill(0), { pit: 6, q90: 0, q99: 0, q10: 16 }],
  ])('are those of %s', (_what, bins, { pit, ...tails }) => {
    const { pit: found, ...counts } = scoresOf(bins);
    expect(found).toBeCloseTo(pit, 2);
    expect(counts).toEqual(tails);
  });
});
