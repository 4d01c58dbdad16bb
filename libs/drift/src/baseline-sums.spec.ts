import { describe, expect, it } from '@jest/globals';
import { type BaselineSums, addToBaseline, emptyBaseline } from './baseline-sums.js';
import type { SessionUnit } from './session-unit.js';

const startMs = Date.UTC(2026, 0, 5);
const names = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}`);

/** What is kept of sessions that have all of these. */
function sumsOf(units: readonly Partial<SessionUnit>[]): BaselineSums {
  const sums = emptyBaseline();
  const bare = {
    key: 's',
    firstAtMs: startMs,
    emittedMinuteMs: startMs,
    rates: {},
    numbers: {},
    categories: {},
  };
  const frame = { startMs, histograms: null, edgesAtMs: startMs, withSegments: true };
  for (const unit of units) addToBaseline(sums, { ...bare, ...unit }, frame);
  return sums;
}

describe('what is kept of a model is bounded, whatever is logged', () => {
  it('to 400 features', () => {
    const rates = Object.fromEntries(names(500, 'rate').map((name) => [name, [0, 1] as const]));
    expect(Object.keys(sumsOf([{ rates }]).features)).toHaveLength(400);
    const numbers = Object.fromEntries(names(500, 'number').map((name) => [name, [1]]));
    expect(Object.keys(sumsOf([{ numbers }]).histograms)).toHaveLength(400);
  });

  it('to 64 categories of a feature, the others counted all the same', () => {
    const units = names(100, 'is:route').map((route) => ({ categories: { route: { [route]: 1 } } }));
    const { scores, eventsByHour } = sumsOf(units).features['route']!;
    expect(Object.keys(scores)).toHaveLength(64);
    expect(eventsByHour).toEqual([100]);
  });

  it('to twelve values of six categories to tell segments by', () => {
    const units = names(20, 'is:').map((value) => ({
      rates: { refusal: [1, 2] as const },
      categories: Object.fromEntries(names(9, 'tag').map((tag) => [tag, { [value]: 1 }])),
    }));
    expect(Object.keys(sumsOf(units).segments['refusal']!)).toHaveLength(6 * 12);
    const one = names(20, 'is:').map((value) => ({
      rates: { refusal: [1, 2] as const },
      categories: { tag: { [value]: 1 } },
    }));
    expect(Object.keys(sumsOf(one).segments['refusal']!)).toHaveLength(12);
  });
});
