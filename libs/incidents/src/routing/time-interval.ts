/** A set of times, as Alertmanager describes them: https://prometheus.io/docs/alerting/latest/configuration/#time_interval */
export interface TimeInterval {
  /** Minutes of the day, half-open. */
  readonly times?: readonly MinuteRange[] | undefined;
  /** 0 = Sunday. Both ends included. */
  readonly weekdays?: readonly Range[] | undefined;
  /** 1 to 31; negative ones count from the end of the month. Both ends included. */
  readonly daysOfMonth?: readonly Range[] | undefined;
  /** 1 to 12. Both ends included. */
  readonly months?: readonly Range[] | undefined;
  /** IANA time zone. */
  readonly location: string;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

interface MinuteRange {
  readonly startMinute: number;
  readonly endMinute: number;
}

interface WallClock {
  readonly minute: number;
  readonly weekday: number;
  readonly day: number;
  readonly month: number;
  readonly daysInMonth: number;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** True where an instant lies in the interval, by the clock on the wall of its time zone. */
export function isWithin(interval: TimeInterval, atMs: number): boolean {
  const wall = wallClock(interval.location, atMs);
  const holds = <T>(ranges: readonly T[] | undefined, contains: (range: T) => boolean): boolean =>
    ranges === undefined || ranges.some(contains);
  const fromEnd = (day: number): number => (day < 0 ? wall.daysInMonth + 1 + day : day);
  return (
    holds(interval.times, (t) => t.startMinute <= wall.minute && wall.minute < t.endMinute) &&
    holds(interval.weekdays, (range) => range.first <= wall.weekday && wall.weekday <= range.last) &&
    holds(interval.months, (range) => range.first <= wall.month && wall.month <= range.last) &&
    holds(interval.daysOfMonth, ({ first, last }) => fromEnd(first) <= wall.day && wall.day <= fromEnd(last))
  );
}

/**
 * The first whole minute from `atMs` on that lies in none of the intervals; `atMs` itself where it lies in none.
 * Looked for over 32 days; beyond that an interval has no end that anybody means.
 */
export function endOfIntervals(intervals: readonly TimeInterval[], atMs: number): number {
  const inAny = (ms: number): boolean => intervals.some((interval) => isWithin(interval, ms));
  if (!inAny(atMs)) return atMs;
  const minuteMs = 60_000;
  const quarterMs = 15 * minuteMs;
  const limitMs = atMs + 32 * 86_400_000;
  // Zones change by quarters of an hour at the finest, so a quarter's steps pass over no gap but short ones.
  let ms = Math.floor(atMs / quarterMs) * quarterMs + quarterMs;
  while (ms < limitMs && inAny(ms)) ms += quarterMs;
  let first = ms;
  while (first - minuteMs > atMs && !inAny(first - minuteMs)) first -= minuteMs;
  return first;
}

function wallClock(timeZone: string, atMs: number): WallClock {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month] = [Number(parts['year']), Number(parts['month'])];
  return {
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
    weekday: weekdays.indexOf(parts['weekday'] ?? ''),
    day: Number(parts['day']),
    month,
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
}
