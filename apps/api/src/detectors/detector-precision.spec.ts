import { describe, expect, it } from '@jest/globals';
import { type VerdictCounts, precisionOf } from './detector-precision.js';

const none: VerdictCounts = {
  'true-positive-impact': 0,
  'true-positive-blocked': 0,
  'benign-positive': 0,
  'false-positive': 0,
  duplicate: 0,
  unknown: 0,
};

describe('the precision of a detector', () => {
  it('is unknown where nobody judged, however many duplicates and unknowns there are', () => {
    expect(precisionOf({ ...none, duplicate: 3, unknown: 2 })).toBeNull();
  });

  it('counts what it was right about, tests included, against false positives', () => {
    const counts = {
      ...none,
      'true-positive-impact': 3,
      'true-positive-blocked': 4,
      'benign-positive': 1,
      'false-positive': 2,
    };
    // Wilson's interval of 8 of 10 at z = 1.959964, worked out apart from this code.
    const { precision, low, high, n } = precisionOf(counts)!;
    expect([precision, n]).toEqual([0.8, 10]);
    expect(low).toBeCloseTo(0.4901625, 6);
    expect(high).toBeCloseTo(0.9433178, 6);
  });
});
