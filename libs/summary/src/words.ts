import { DateTime } from 'luxon';

/** Words that come from outside and may stand in a summary: how features are called, and text made plain and short. */
export interface Wording {
  /** What a feature is called, e.g. "Refusal rate". */
  readonly featureLabel: (feature: string) => string;
  /** The text without what is invisible or turns its direction, at most so long. */
  readonly plain: (text: string, longest: number) => string;
}

const smallNumbers = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** A count as prose has it: `two`, `13`, `1,204`. */
export function inWords(count: number): string {
  return smallNumbers[count] ?? formatCount(count);
}

/** `1,204` */
export function formatCount(count: number): string {
  return count.toLocaleString('en');
}

/** `1 attack`, `2 attacks` */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** `4.1 %`; below one per cent with two digits after the point. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;
}

/** `9 min`, `3.5 h`, `2 days`: for people who plan, not for logs. */
export function formatMinutes(minutes: number): string {
  if (minutes < 1) return 'under 1 min';
  if (minutes < 90) return `${Math.round(minutes)} min`;
  if (minutes < 48 * 60) return `${Number((minutes / 60).toPrecision(2))} h`;
  return `${Math.round(minutes / 1_440)} days`;
}

/** `Tue 24 Nov 14:10` in a time zone. */
export function formatMoment(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone, locale: 'en' }).toFormat('ccc d LLL HH:mm');
}

/** `24 November 2026` in a time zone. */
export function formatDay(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone, locale: 'en' }).toFormat('d LLLL yyyy');
}

/** The days of a half-open week: `16–22 November 2026`, `28 December 2026 – 3 January 2027`. */
export function formatWeekDays(fromMs: number, untilMs: number, timeZone: string): string {
  const first = DateTime.fromMillis(fromMs, { zone: timeZone, locale: 'en' });
  const last = DateTime.fromMillis(untilMs - 1, { zone: timeZone, locale: 'en' });
  const whole = last.toFormat('d LLLL yyyy');
  if (first.year !== last.year) return `${first.toFormat('d LLLL yyyy')} – ${whole}`;
  if (first.month !== last.month) return `${first.toFormat('d LLLL')} – ${whole}`;
  return `${first.day}–${whole}`;
}

/** A list as prose has it, with what is beyond `most` as a number: `a, b and 3 more`. */
export function listOf(items: readonly string[], most: number): string {
  const shown = items.length > most ? [...items.slice(0, most), `${items.length - most} more`] : items;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
