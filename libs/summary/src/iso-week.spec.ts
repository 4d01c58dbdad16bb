import { describe, expect, it } from '@jest/globals';
import { lastWholeWeek, summaryWeek, timeZoneSchema, weekLabelSchema, weekOf } from './iso-week.js';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('a week', () => {
  it.each([
    ['2026-W47', 'UTC', '2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['2026-W47', 'Europe/Berlin', '2026-11-15T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
    // The clocks change on Sunday: the week has 169 hours, and 167.
    ['2026-W43', 'Europe/Berlin', '2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['2026-W13', 'America/New_York', '2026-03-23T04:00:00.000Z', '2026-03-30T04:00:00.000Z'],
    ['2026-W01', 'UTC', '2025-12-29T00:00:00.000Z', '2026-01-05T00:00:00.000Z'],
    ['2026-W53', 'UTC', '2026-12-28T00:00:00.000Z', '2027-01-04T00:00:00.000Z'],
  ])('%s in %s begins and ends on Mondays there', (label, zone, from, until) => {
    const week = summaryWeek(label, zone);
    expect([week.label, iso(week.fromMs), iso(week.untilMs)]).toEqual([label, from, until]);
    expect(week.startsMs).toHaveLength(8);
    expect(week.startsMs.at(-1)).toBe(week.fromMs);
  });

  it('that an instant is in, and the last that is over, depend on where one is', () => {
    const sundayNight = Date.parse('2026-11-22T23:30:00Z');
    expect([weekOf(sundayNight, 'UTC').label, weekOf(sundayNight, 'Europe/Berlin').label]).toEqual([
      '2026-W47',
      '2026-W48',
    ]);
    expect(lastWholeWeek(sundayNight, 'UTC').label).toBe('2026-W46');
    expect(lastWholeWeek(Date.parse('2026-01-05T00:00:00Z'), 'UTC').label).toBe('2026-W01');
  });

  it.each(['2026-W54', '2025-W53', '2026-W00', '2026W47', '2026-47', '', "2026-W47'; DROP"])(
    '"%s" is none',
    (label) => {
      expect(weekLabelSchema.safeParse(label).success).toBe(false);
    },
  );

  it('wants a time zone that there is', () => {
    expect(
      ['UTC', 'Asia/Kolkata', 'Nowhere/City', ''].map((zone) => timeZoneSchema.safeParse(zone).success),
    ).toEqual([true, true, false, false]);
  });
});
