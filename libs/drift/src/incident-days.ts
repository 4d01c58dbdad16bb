import type { FeatureSums, ScoreSums } from './baseline-sums.js';
import { seasonCellOfHour } from './drift-settings.js';
import { estimateLevel } from './estimate-level.js';
import { poolDays } from './pool-days.js';

/** At most so many days of a baseline are taken for an incident; more than that is how the model is. */
const mostDays = 3;
const fewestDaysKept = 5;
/** A day stands out by so many standard errors of its own, and by so many deviations of days among themselves. */
const standsOut = 6;
/** An incident of hours is hidden in its day, though it would pass for a level that wanders: these parts of it are looked at. */
const partHours = [2, 4, 8];
/** Median absolute deviation to standard deviation, of a normal distribution. */
const madToDeviation = 1.4826;

/**
 * The days of a baseline that are left out of a feature's levels because something happened in them: days whose level,
 * in the whole or in a part of two to eight hours, stands away from the median day's by the gate, by six errors (as
 * clustered as sessions are) and by six robust deviations of days: at most three, and never every weekend day or every weekday. Taking them in would set the null where the incident was, or
 * take it for wander, and the detector would be blind for the next one. Median and leave-out as in Hampel, JASA 1974.
 */
export function incidentDays(
  sums: FeatureSums,
  firstHour: number,
  unlearnt: ReadonlySet<number> = new Set(),
): ReadonlySet<number> {
  const score = sums.scores[sums.kind === 'number' ? 'pit' : 'sum'];
  if (score === undefined) return new Set();
  const levelsIn = (part: Part): DayLevel[] =>
    dayLevels(sums, score, part).filter(({ day }) => !unlearnt.has(day));
  const days = levelsIn({ from: 0, hours: 24 });
  const design = designEffect(sums, score, firstHour);
  const outlyingIn = (part: Part): number[] => outlyingDays(levelsIn(part), design, sums.kind === 'number');
  const wholeDays = outlyingIn({ from: 0, hours: 24 });
  const all = [...new Set([...wholeDays, ...partsOfDay().flatMap(outlyingIn)])];
  // What happens in parts of many days is how the model is.
  const found = [all, wholeDays].find(
    (outlying) =>
      outlying.length <= mostDays &&
      days.length - outlying.length >= fewestDaysKept &&
      keepsBothClasses(days, outlying, firstHour),
  );
  return new Set(found);
}

/** Hours of a day of the baseline, which begin with its first hour. */
interface Part {
  readonly from: number;
  readonly hours: number;
}

/** Parts that overlap by half, so that an incident fills one at least. */
function partsOfDay(): Part[] {
  return partHours.flatMap((hours) =>
    Array.from({ length: (2 * 24) / hours - 1 }, (_, i) => ({ from: (i * hours) / 2, hours })),
  );
}

interface DayLevel {
  readonly day: number;
  readonly events: number;
  readonly level: number;
}

function dayLevels({ eventsByHour }: FeatureSums, { byHour }: ScoreSums, part: Part): DayLevel[] {
  const days = Math.ceil(eventsByHour.length / 24);
  const sum = (values: readonly number[], day: number): number =>
    values
      .slice(day * 24 + part.from, day * 24 + part.from + part.hours)
      .reduce((total, value) => total + value, 0);
  return Array.from({ length: days }, (_, day) => {
    const events = sum(eventsByHour, day);
    return { day, events, level: sum(byHour, day) / events };
  }).filter(({ events }) => events > 0);
}

function outlyingDays(days: readonly DayLevel[], design: number, isNumber: boolean): number[] {
  if (days.length < fewestDaysKept + 1) return [];
  const median = medianOf(days.map(({ level }) => level));
  const between = madToDeviation * medianOf(days.map(({ level }) => Math.abs(level - median)));
  const gate = isNumber ? 0.04 : Math.max(0.005, 0.5 * median);
  return days
    .filter(({ level, events }) => {
      const variance = isNumber ? 1 / 12 : Math.max(median * (1 - median), 1 / events);
      const own = Math.sqrt((variance * design) / events);
      return Math.abs(level - median) > Math.max(gate, standsOut * own, standsOut * between);
    })
    .map(({ day }) => day);
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A weekend that is not like the week is a season, not an incident. */
function keepsBothClasses(days: readonly DayLevel[], leftOut: readonly number[], firstHour: number): boolean {
  const isWeekend = (day: number): boolean => seasonCellOfHour(firstHour + day * 24 + 12) >= 24;
  const kept = days.filter(({ day }) => !leftOut.includes(day));
  const has = (some: readonly DayLevel[], weekend: boolean): boolean =>
    some.some(({ day }) => isWeekend(day) === weekend);
  return [true, false].every((weekend) => !has(days, weekend) || has(kept, weekend));
}

/** How much sessions, and their neighbours, add to the variance of a day's level, over that of single events. */
function designEffect(sums: FeatureSums, score: ScoreSums, firstHour: number): number {
  const name = sums.kind === 'number' ? 'pit' : 'sum';
  const pooled = poolDays(sums, score, firstHour);
  const { icc = 0, crowding = 1 } = estimateLevel(pooled, { score: name, direction: 'up' }) ?? {};
  const [events, squares] = pooled.count.reduce(
    ([n1, n2], units, n) => [n1 + units * n, n2 + units * n * n] as const,
    [0, 0] as readonly [number, number],
  );
  return events > 0 ? (1 + icc * (squares / events - 1)) * crowding : 1;
}
