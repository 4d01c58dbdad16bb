import { describe, expect, it } from '@jest/globals';
import { precisionInWords } from './precision-in-words.js';

describe('a precision in words', () => {
  it.each([
    [{ precision: 10 / 12, low: 0.552, high: 0.953, n: 12 }, 'right in 83 % of 12 judged (55 to 95 %)'],
    [{ precision: 0, low: 0, high: 0.0999, n: 1_234 }, 'right in 0 % of 1,234 judged (0 to 10 %)'],
  ])('%o', (precision, words) => {
    expect(precisionInWords(precision)).toBe(words);
  });
});
