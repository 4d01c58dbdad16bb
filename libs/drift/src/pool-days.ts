import { type FeatureSums, type ScoreSums, sizeSlots } from './baseline-sums.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { floor } = Math;

/** Sums of one score over the days of a baseline that count; index n = 1..16 is the session's size. */
export interface PooledSums {
  /** Units of size n. */
  readonly count: readonly number[];
  /** Σ a and Σ a² of units of size n. */
  readonly s1: readonly number[];
  readonly s2: readonly number[];
  /** Events and Σ a by hour since the start; 0 in hours of days that do not count. */
  readonly events: readonly number[];
  readonly score: readonly number[];
  /** The hour since 1970 that is number 0. */
  readonly firstHour: number;
}

/** The sums of a score without the days that are left out. `firstHour`: the baseline's first, since 1970. */
export function poolDays(
  feature: FeatureSums,
  score: ScoreSums,
  firstHour: number,
  leftOut: ReadonlySet<number> = new Set(),
): PooledSums {
  const hours = (values: readonly number[]): number[] =>
    feature.eventsByHour.map((_, hour) => (leftOut.has(floor(hour / 24)) ? 0 : (values[hour] ?? 0)));
  const bySize = (values: readonly number[]): number[] => {
    const pooled = new Array<number>(sizeSlots).fill(0);
    values.forEach((value, at) => {
      if (!leftOut.has(floor(at / sizeSlots))) pooled[at % sizeSlots]! += value;
    });
    return pooled;
  };
  return {
    count: bySize(feature.units),
    s1: bySize(score.s1),
    s2: bySize(score.s2),
    events: hours(feature.eventsByHour),
    score: hours(score.byHour),
    firstHour,
  };
}

/**
 * The sums of every category that is not watched by name. Their squares were not kept apart: a session is taken to
 * be all of one kind or none, the most that sums allow (a² ≤ n·a).
 */
export function poolOthers(feature: FeatureSums, watched: readonly ScoreSums[]): ScoreSums {
  const rest = (all: readonly number[], weight: (at: number) => number, of: (sums: ScoreSums) => number[]) =>
    all.map((value, at) => watched.reduce((left, sums) => left - (of(sums)[at] ?? 0), value * weight(at)));
  const s1 = rest(
    feature.units,
    (at) => at % sizeSlots,
    (sums) => sums.s1,
  );
  return {
    s1,
    s2: s1.map((value, at) => value * (at % sizeSlots)),
    byHour: rest(
      feature.eventsByHour,
      () => 1,
      (sums) => sums.byHour,
    ),
  };
}
