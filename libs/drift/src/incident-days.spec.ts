import { describe, expect, it } from '@jest/globals';
import { addToBaseline, emptyBaseline } from './baseline-sums.js';
import { dayMs, hourMs } from './drift-settings.js';
import { incidentDays } from './incident-days.js';
import { exampleUnit } from './example-unit.js';

/** A Monday. */
const startMs = Date.UTC(2026, 0, 5);

/** The days that stand out of two weeks of 480 sessions a day, of which so many in a hundred are refused. */
function found(percent: (day: number, hour: number) => number): number[] {
  const sums = emptyBaseline();
  for (let i = 0; i < 14 * 480; i++) {
    const atMs = startMs + (i * dayMs) / 480;
    const [day, hour] = [Math.floor((atMs - startMs) / dayMs), Math.floor(atMs / hourMs) % 24];
    const rates = { refusal: [(i * 61) % 100 < percent(day, hour) ? 1 : 0, 1] as const };
    const unit = exampleUnit(i, atMs, rates);
    addToBaseline(sums, unit, { startMs, histograms: {}, edgesAtMs: startMs, withSegments: false });
  }
  return [...incidentDays(sums.features['refusal']!, startMs / hourMs)].sort((a, b) => a - b);
}

const on = (days: readonly number[], level: number) => (day: number) => (days.includes(day) ? level : 2);

describe('the days of an incident', () => {
  it.each([
    ['none while nothing happens', () => 2, []],
    ['the one in which something did', on([6], 20), [6]],
    ['three of them', on([2, 6, 10], 20), [2, 6, 10]],
    ['none of four: that is how the model is', on([2, 4, 8, 10], 20), []],
    ['none of all weekend days: that is a season', on([5, 6, 12, 13], 8), []],
    [
      'a day with two bad hours',
      (day: number, hour: number) => (day === 6 && hour >= 10 && hour < 12 ? 40 : 2),
      [6],
    ],
    ['none where the same hours are bad every day', (_day: number, hour: number) => (hour < 4 ? 20 : 2), []],
    ['none of a day that is a little worse', on([6], 3), []],
  ])('are %s', (_what, percent, days) => {
    expect(found(percent)).toEqual(days);
  });
});
