import { describe, expect, it } from '@jest/globals';
import { dueWeek, isCron } from './due-week.js';

const monday8 = { cron: '0 8 * * 1', timeZone: 'Europe/Berlin' };
const due = (at: string, schedule = monday8) => dueWeek(Date.parse(at), schedule)?.week.label;

describe('a summary', () => {
  it.each([
    ['is not due before its time on Monday', '2026-11-23T06:59:59Z', undefined],
    ['is due at its time', '2026-11-23T07:00:00Z', '2026-W47'],
    ['that was missed is still due on Sunday', '2026-11-29T12:00:00Z', '2026-W47'],
    ['makes way for the next one when the week is over', '2026-11-30T06:00:00Z', undefined],
    ['keeps to its time of day after the clocks changed', '2026-10-26T06:59:59Z', undefined],
    ['keeps to its time of day after the clocks changed, too', '2026-10-26T07:00:00Z', '2026-W43'],
  ])('%s', (_, at, week) => {
    expect(due(at)).toBe(week);
  });

  it('may be due the moment its week ends, or days later', () => {
    expect(due('2026-11-23T00:00:00Z', { cron: '0 0 * * 1', timeZone: 'UTC' })).toBe('2026-W47');
    expect(due('2026-11-25T17:59:00Z', { cron: '0 18 * * 3', timeZone: 'UTC' })).toBeUndefined();
    expect(due('2026-11-25T18:00:00Z', { cron: '0 18 * * 3', timeZone: 'UTC' })).toBe('2026-W47');
  });
});

it('cron fields are told from other words', () => {
  expect(['0 8 * * 1', '*/5 * * * * *', 'soon', '61 * * * *', ''].map(isCron)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
