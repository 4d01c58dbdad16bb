import { expect, it } from '@jest/globals';
import { parseDuration } from './parse-duration.js';

it.each([
  ['14d', 1_209_600_000],
  ['36h', 129_600_000],
  ['90m', 5_400_000],
  ['2w', 1_209_600_000],
  ['0.5d', 43_200_000],
])('reads %s', (text, wanted) => {
  expect(parseDuration(text)).toBe(wanted);
});

it.each(['', '14', 'd', '-1d', '0d', '1y', '1d2h'])('refuses "%s"', (text) => {
  expect(() => parseDuration(text)).toThrow('duration');
});
