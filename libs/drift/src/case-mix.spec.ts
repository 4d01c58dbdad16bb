import { describe, expect, it } from '@jest/globals';
import type { BaselineSums } from './baseline-sums.js';
import { caseMixOf, factorOf } from './case-mix.js';

/** A baseline of four hours: in the first two nobody asks in German, in the others everybody does. */
function baseline(
  german: [n: number, a: number],
  english: [n: number, a: number],
  of = 'language',
): BaselineSums {
  const sums = { s1: [], s2: [] };
  const scores = {
    'is:de': { ...sums, byHour: [0, 0, german[0] / 2, german[0] / 2] },
    'is:en': { ...sums, byHour: [english[0] / 2, english[0] / 2, 0, 0] },
  };
  const hours = [english[0] / 2, english[0] / 2, german[0] / 2, german[0] / 2];
  return {
    features: {
      refusal: { kind: 'rate', units: [], eventsByHour: hours, scores: {} },
      [of]: { kind: 'category', units: [], eventsByHour: hours, scores },
    },
    histograms: {},
    segments: { refusal: { [`${of}\u0001is:de`]: german, [`${of}\u0001is:en`]: english } },
  };
}

describe('caseMixOf', () => {
  it('has a factor for every category where their levels differ', () => {
    const mix = caseMixOf('refusal', baseline([5_000, 500], [5_000, 100]), 0)!;
    expect(mix.of).toBe('language');
    // 10 % and 2 % of 6 %, less a little for noise.
    expect(mix.factors['is:de']).toBeCloseTo(10 / 6, 1);
    expect(mix.factors['is:en']).toBeCloseTo(2 / 6, 1);
  });

  it.each([
    ['levels are alike', baseline([5_000, 100], [5_000, 104])],
    ['levels are apart as chance has them', baseline([5_000, 150], [5_000, 110])],
    ['too few were asked to know', baseline([40, 10], [5_000, 100])],
    ['it is the answer that differs', baseline([5_000, 500], [5_000, 100], 'response_language')],
  ])('is none where %s', (_what, sums) => {
    expect(caseMixOf('refusal', sums, 0)).toBeUndefined();
  });

  it('has factors the nearer to one the less is known', () => {
    const factorOfGerman = (n: number) =>
      caseMixOf('refusal', baseline([n, n / 5], [20 * n, n / 2.5]), 0)!.factors['is:de']!;
    // A fifth of what is asked in German, of a thirty-fifth in all.
    expect(factorOfGerman(10_000)).toBeCloseTo(7, 2);
    expect(factorOfGerman(250)).toBeLessThan(6.95);
  });

  it('knows the usual mix of every hour, so that the mean null of an hour is that of the level', () => {
    const mix = caseMixOf('refusal', baseline([5_000, 500], [5_000, 100]), 0)!;
    // Smoothed over five hours: at 23 o'clock only what was asked in English is near, at 4 only what was in German.
    expect(mix.usual[23]).toBeCloseTo(mix.factors['is:en']!, 6);
    expect(mix.usual[5]).toBeCloseTo(mix.factors['is:de']!, 6);
    expect(factorOf(mix, 'is:de', 5)).toBeCloseTo(1, 6);
    expect(factorOf(mix, 'is:fr', 5)).toBeCloseTo(1 / mix.factors['is:de']!, 6);
  });
});
