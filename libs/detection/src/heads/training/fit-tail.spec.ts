import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { rarity } from '../calibration.js';
import { headNames } from '../head-names.js';
import { fitTail } from './fit-tail.js';

const generator = xoroshiro128plus(7);
const exponential = () => -Math.log(1 - uniformFloat64(generator)) * 2;
const suffix = headNames.indexOf('suffix');

describe('fitTail', () => {
  it('finds the mean excess of an exponential tail', () => {
    const tail = fitTail(Array.from({ length: 20_000 }, exponential))!;
    expect(tail.start).toBeCloseTo(2 * Math.log(20), 0);
    expect(tail.meanExcess / 2).toBeGreaterThan(0.9);
    expect(tail.meanExcess / 2).toBeLessThan(1.3);
  });

  it('lets no more through than promised: rarity 3 is one in a thousand, times the head’s part of the budget', () => {
    const tail = fitTail(Array.from({ length: 20_000 }, exponential))!;
    const n = 400_000;
    let passed = 0;
    for (let i = 0; i < n; i++) if (rarity(tail, suffix, exponential()) >= 3) passed++;
    expect(passed / n).toBeLessThan(0.00015);
    expect(passed).toBeGreaterThan(0);
  });

  it('reaches further where a few texts lie far out', () => {
    const plain = Array.from({ length: 5_000 }, exponential);
    const mixed = [...plain.slice(20), ...Array.from({ length: 20 }, () => 40 + exponential())];
    expect(fitTail(mixed)!.meanExcess).toBeGreaterThan(2 * fitTail(plain)!.meanExcess);
  });

  it('says nothing of fewer than 200 scores', () => {
    expect(fitTail(Array.from({ length: 199 }, exponential))).toBeUndefined();
  });
});
