import { describe, expect, it } from '@jest/globals';
import { hourMs, seasonCellOfHour } from './drift-settings.js';
import { type Season, estimateSeason, seasonAt } from './estimate-season.js';
import { nullCells } from './null-cells.js';
import type { PooledSums } from './pool-days.js';

/** A Monday. */
const firstHour = Date.UTC(2026, 0, 5) / hourMs;
const p = 0.1;
/** Relative variance of one event that is for itself. */
const r2 = (1 - p) / p;

/** Two weeks of so many events an hour, whose level is a multiple of `p` by season cell. */
function hours(factor: (cell: number) => number, events: (cell: number) => number = () => 200): PooledSums {
  const cells = Array.from({ length: 14 * 24 }, (_, hour) => seasonCellOfHour(firstHour + hour));
  const none = { count: [], s1: [], s2: [], firstHour };
  return {
    ...none,
    events: cells.map(events),
    score: cells.map((cell) => events(cell) * p * factor(cell)),
  };
}

const isWeekend = (cell: number): boolean => cell >= 24;
const sine = (amplitude: number) => (cell: number) =>
  1 + amplitude * Math.sin((2 * Math.PI * (cell % 24)) / 24);

describe('the season of a level', () => {
  it.each([
    ['no hour is like another but by chance', hours((cell) => 1 + 0.03 * (cell % 2 === 0 ? 1 : -1))],
    ['weekends are within three errors of the week', hours((cell) => (isWeekend(cell) ? 1.04 : 1))],
    ['there are too few positives to know', hours(sine(0.8), () => 2)],
  ])('is none where %s', (_what, sums) => {
    expect(estimateSeason(sums, p, r2)).toBeUndefined();
  });

  it('has the hours of a cycle, a little nearer to their mean for noise and for smoothing', () => {
    const season = estimateSeason(hours(sine(0.5)), p, r2)!;
    expect(season.hours[6]).toBeGreaterThan(1.4);
    expect(season.hours[6]).toBeLessThan(1.5);
    expect(season.hours[18]).toBeGreaterThan(0.5);
    expect(season.hours[18]).toBeLessThan(0.6);
    expect(season.classes).toEqual([1, 1]);
  });

  it('takes a single hour for what its neighbours say as well', () => {
    const season = estimateSeason(
      hours((cell) => (cell % 24 === 12 ? 3 : 1)),
      p,
      r2,
    )!;
    // A third of its height, by the triangle 1 2 3 2 1, and some of it for its neighbours.
    expect(season.hours[12]).toBeLessThan(1.8);
    expect(season.hours[12]).toBeGreaterThan(1.4);
    expect(season.hours[10]).toBeGreaterThan(1.05);
  });

  it('has weekends that are clearly not like the week', () => {
    const mean = (5 + 2 * 1.5) / 7;
    const sums = hours((cell) => (isWeekend(cell) ? 1.5 : 1) / mean);
    const { classes } = estimateSeason(sums, p, r2)!;
    expect(classes[1] / classes[0]).toBeGreaterThan(1.45);
    expect(classes[1] / classes[0]).toBeLessThan(1.5);
  });

  it('leaves the mean of all traffic where it is', () => {
    const sums = hours(
      (cell) => sine(0.5)(cell) * (isWeekend(cell) ? 1.3 : 1),
      (cell) => 100 + 10 * (cell % 24),
    );
    const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
    const season = estimateSeason(sums, total(sums.score) / total(sums.events), r2)!;
    const factors = sums.events.map((n, hour) => n * seasonAt(season, seasonCellOfHour(firstHour + hour)).s);
    expect(total(factors) / total(sums.events)).toBeCloseTo(1, 9);
  });

  it('is as uncertain of hours without traffic as of the least certain one', () => {
    const season = estimateSeason(
      hours(sine(0.5), (cell) => (cell % 24 < 8 ? 0 : 200)),
      p,
      r2,
    )!;
    const [night, widest] = [season.hourNoise[3]!, Math.max(...season.hourNoise)];
    expect(night).toBe(widest);
    expect(widest).toBeGreaterThan(0);
  });
});

describe('the null of a season cell', () => {
  const season: Season = {
    hours: Array.from({ length: 24 }, (_, hour) => (hour === 6 ? 1.5 : hour === 18 ? 0.5 : 1)),
    classes: [1, 1.2],
    hourNoise: Array.from({ length: 24 }, (_, hour) => (hour === 18 ? 0.04 : 0)),
    classNoise: [0, 0],
  };
  const frame = { p: 0.1, se: 0.002, season };

  it.each([
    ['goes with the hour', 6, 0.1 * 1.5 * 1.15],
    ['goes with the hour and the weekend', 24 + 6, 0.1 * 1.5 * 1.2 * 1.15],
    // 2.5 errors of the level, .05, and 1.5 of the season, .3.
    ['stands off by what is not known of the season', 18, 0.1 * 0.5 * (1 + Math.hypot(0.05, 0.3))],
  ])('of a rise %s', (_what, cell, wanted) => {
    expect(nullCells({ ...frame, direction: 'up', m: 0.115 }).m[cell]).toBeCloseTo(wanted, 12);
  });

  it.each([
    ['goes with the hour', 6, 0.1 * 1.5 * 0.8],
    ['stands off by what is not known of the season', 18, 0.1 * 0.5 * (1 - Math.hypot(0.05, 0.3))],
  ])('of a fall %s', (_what, cell, wanted) => {
    expect(nullCells({ ...frame, direction: 'down', m: 0.08 }).m[cell]).toBeCloseTo(wanted, 12);
  });
});
