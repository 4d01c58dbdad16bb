import { DateTime } from 'luxon';

/** Epoch times of so many units in a second, by size: up to the year 2286 none can be taken for another. */
const epochUnits: readonly (readonly [below: number, perMs: number])[] = [
  [1e10, 0.001],
  [1e13, 1],
  [1e16, 1_000],
  [1e19, 1_000_000],
];

/**
 * The time, ms since 1970, that a value of a log is: ISO 8601 or SQL's way to write it (UTC where no zone is given), or
 * seconds, milliseconds, microseconds or nanoseconds since 1970 as a number or its digits. Undefined where it is none.
 */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return epochMs(value);
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const text = value.trim();
  // The common case, ten times faster.
  if (zoned.test(text)) return epochOf(Date.parse(text));
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(text)) return epochMs(Number(text));
  const iso = DateTime.fromISO(text, { zone: 'utc' });
  const time = iso.isValid ? iso : DateTime.fromSQL(text, { zone: 'utc' });
  return time.isValid ? time.toMillis() : undefined;
}

const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function epochOf(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : ms;
}

/** Below this a number is a count, not a time: 2001. */
const firstEpochSeconds = 1e9;

function epochMs(value: number): number | undefined {
  if (!(value >= firstEpochSeconds)) return undefined;
  const unit = epochUnits.find(([below]) => value < below);
  return unit && Math.floor(value / unit[1]);
}
