import { expect, it } from '@jest/globals';
import { readTime } from './read-time.js';

const at = Date.UTC(2026, 0, 5, 10, 30);

it.each([
  ['ISO 8601 in UTC', '2026-01-05T10:30:00Z'],
  ['with a fraction and an offset', '2026-01-05T11:30:00.000+01:00'],
  ['without a zone', '2026-01-05T10:30:00'],
  ['as SQL writes it', '2026-01-05 10:30:00'],
  ['seconds', 1_767_609_000],
  ['seconds with a fraction', 1_767_609_000.000_5],
  ['milliseconds', 1_767_609_000_000],
  ['microseconds', 1_767_609_000_000_000],
  ['nanoseconds as digits', '1767609000000000000'],
])('reads a time: %s', (_what, value) => {
  expect(readTime(value)).toBe(at);
});

it('reads a date as its first moment', () => {
  expect(readTime('2026-01-05')).toBe(Date.UTC(2026, 0, 5));
});

it.each([['yesterday'], [''], [12], [-1], [NaN], [true], [null], ['2026-13-05T00:00:00Z'], [1e30]])(
  'takes %p for no time',
  (value) => {
    expect(readTime(value)).toBeUndefined();
  },
);
