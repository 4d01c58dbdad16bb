import type { SummaryWeek } from '#contracts';
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

/** So many weeks a trend shows, this one included. */
const trendWeeks = 8;

/** The name of an ISO 8601 week, `2026-W47`. */
export const weekLabelSchema = z
  .string()
  .regex(/^\d{4}-W\d{2}$/, 'wants a week of ISO 8601, e.g. 2026-W47')
  .refine((label) => DateTime.fromISO(label, { zone: 'utc' }).isValid, 'that year has no such week');

/** An IANA time zone, `Europe/Berlin`. */
export const timeZoneSchema = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), 'wants an IANA time zone, e.g. Europe/Berlin');

/** The week of a name that `weekLabelSchema` took, in a time zone: Monday 00:00 to Monday 00:00 there. */
export function summaryWeek(label: string, timeZone: string): SummaryWeek {
  return weekFrom(DateTime.fromISO(label, { zone: timeZone }));
}

/** The week that an instant is in. */
export function weekOf(atMs: number, timeZone: string): SummaryWeek {
  return weekFrom(DateTime.fromMillis(atMs, { zone: timeZone }));
}

/** The last week that was over at an instant. */
export function lastWholeWeek(atMs: number, timeZone: string): SummaryWeek {
  return weekFrom(DateTime.fromMillis(atMs, { zone: timeZone }).minus({ weeks: 1 }));
}

function weekFrom(at: DateTime): SummaryWeek {
  const monday = at.startOf('week');
  const back = (weeks: number): number => monday.minus({ weeks }).toMillis();
  return {
    label: monday.toFormat("kkkk-'W'WW"),
    fromMs: monday.toMillis(),
    untilMs: monday.plus({ weeks: 1 }).toMillis(),
    timeZone: monday.zoneName ?? 'UTC',
    startsMs: Array.from({ length: trendWeeks }, (_, i) => back(trendWeeks - 1 - i)),
  };
}
