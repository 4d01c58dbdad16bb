import { type BaselineSums, type FeatureSums, emptyBaseline, sizeSlots } from './baseline-sums.js';
import { dayMs, hourMs } from './drift-settings.js';

/**
 * What the second clock remembers: sums of the last days, and of which features which days are not to be learnt from.
 * Plain JSON.
 */
export interface RecentSums {
  /** Day 0 of the sums begins here, on a full hour. */
  readonly startMs: number;
  readonly sums: BaselineSums;
  /** The end of the day under way, when the reference moves on by a day. */
  readonly turnsAtMs: number;
  /** By feature: days since 1970 in which it had left its baseline, or may have. */
  readonly withheld: Readonly<Record<string, readonly number[]>>;
}

/** The reference is a whole week, so that it has every day of the week once, and ends two days ago. */
export const referenceDays = 7;
export const lagDays = 2;

/** Nothing remembered yet. */
export function emptyRecent(fromMs: number): RecentSums {
  const startMs = Math.floor(fromMs / hourMs) * hourMs;
  return { startMs, sums: emptyBaseline(), turnsAtMs: startMs + dayMs, withheld: {} };
}

/** The number since 1970 of the day of the second clock that a time lies in; its days begin where it began. */
export function dayOf({ startMs }: Pick<RecentSums, 'startMs'>, atMs: number): number {
  return Math.floor((atMs - (startMs % dayMs)) / dayMs);
}

/** Without the days that are over before `fromDay`. */
export function dropDays(recent: RecentSums, fromDay: number): RecentSums {
  const days = fromDay - dayOf(recent, recent.startMs);
  if (days <= 0) return recent;
  const features = Object.entries(recent.sums.features).map(
    ([name, sums]) => [name, withoutDays(sums, days)] as const,
  );
  const withheld = Object.entries(recent.withheld).map(
    ([name, held]) => [name, held.filter((day) => day >= fromDay)] as const,
  );
  return {
    ...recent,
    startMs: recent.startMs + days * dayMs,
    sums: {
      ...recent.sums,
      features: Object.fromEntries(features.filter(([, { units }]) => units.length > 0)),
    },
    withheld: Object.fromEntries(withheld.filter(([, held]) => held.length > 0)),
  };
}

function withoutDays(sums: FeatureSums, days: number): FeatureSums {
  const scores = Object.entries(sums.scores).map(([name, { s1, s2, byHour }]) => {
    const slots = days * sizeSlots;
    return [name, { s1: s1.slice(slots), s2: s2.slice(slots), byHour: byHour.slice(days * 24) }] as const;
  });
  return {
    kind: sums.kind,
    units: sums.units.slice(days * sizeSlots),
    eventsByHour: sums.eventsByHour.slice(days * 24),
    scores: Object.fromEntries(scores.filter(([, { s1 }]) => s1.length > 0)),
  };
}

/** The feature's days from `fromMs` to `toMs` are not to be learnt from. */
export function withhold(recent: RecentSums, feature: string, fromMs: number, toMs: number): RecentSums {
  const days = new Set(recent.withheld[feature] ?? []);
  const first = Math.max(dayOf(recent, fromMs), dayOf(recent, recent.startMs));
  for (let day = first; day <= dayOf(recent, toMs); day++) days.add(day);
  const held = [...days].sort((a, b) => a - b);
  return { ...recent, withheld: { ...recent.withheld, [feature]: held } };
}
