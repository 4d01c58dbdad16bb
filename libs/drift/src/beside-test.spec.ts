import { describe, expect, it } from '@jest/globals';
import { type UnitScore, besideFactors } from './beside-test.js';

const test = { sign: 1 as const, lambdas: Float64Array.of(0.2, 0.6) };
const scores: readonly UnitScore[] = [
  { value: 3, n: 4, w: 0.8 },
  { value: 0, n: 1, w: 1 },
  { value: 1, n: 6, w: 0.5 },
  { value: 0, n: 3, w: 0.9 },
  { value: 2, n: 2, w: 1 },
];

/** All ways in which two of the sessions may be the version's. */
const draws = scores.flatMap((a, i) => scores.slice(i + 1).map((b) => [a, b]));
const others = (own: readonly UnitScore[]): UnitScore[] => scores.filter((one) => !own.includes(one));

describe('besideFactors', () => {
  it('has a mean of exactly 1 over who might have had which session', () => {
    const factors = draws.map((own) => besideFactors(test, own, others(own)));
    const mean = (b: number): number => factors.reduce((sum, all) => sum + all[b]!, 0) / factors.length;
    expect(mean(0)).toBeCloseTo(1, 12);
    expect(mean(1)).toBeCloseTo(1, 12);
  });

  it('grows where the version has the high ones, and shrinks where it has the low ones', () => {
    const [high, low] = [
      [scores[0]!, scores[4]!],
      [scores[1]!, scores[3]!],
    ];
    for (const factor of besideFactors(test, high, others(high))) expect(factor).toBeGreaterThan(1.2);
    for (const factor of besideFactors(test, low, others(low))) expect(factor).toBeLessThan(0.9);
  });
});
