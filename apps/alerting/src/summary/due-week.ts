import type { SummaryWeek } from '#contracts';
import { lastWholeWeek } from '#summary';
import { CronTime } from 'cron';
import { DateTime } from 'luxon';

/** When summaries are made. */
export interface SummarySchedule {
  /** Five or six fields, as cron has them; the first time after a week's end makes its summary. */
  readonly cron: string;
  /** IANA name: of the cron expression, and of the week. */
  readonly timeZone: string;
}

/** The last whole week and since when its summary is due; undefined until it is. */
export function dueWeek(
  nowMs: number,
  { cron, timeZone }: SummarySchedule,
): { readonly week: SummaryWeek; readonly dueAtMs: number } | undefined {
  const week = lastWholeWeek(nowMs, timeZone);
  // The next time is strictly after the one given: a week is due at its very end at the earliest.
  const before = DateTime.fromMillis(week.untilMs - 1_000, { zone: timeZone });
  const dueAtMs = new CronTime(cron, timeZone).getNextDateFrom(before, timeZone).toMillis();
  return dueAtMs <= nowMs ? { week, dueAtMs } : undefined;
}

/** True for what cron understands. */
export function isCron(expression: string): boolean {
  try {
    new CronTime(expression);
    return true;
  } catch {
    return false;
  }
}
