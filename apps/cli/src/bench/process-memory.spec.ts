import { describe, expect, it } from '@jest/globals';
import { secondsOf } from './process-memory.js';

describe('secondsOf', () => {
  it.each([
    ['00:00:07', 7],
    ['01:02:03', 3_723],
    ['2-01:00:00', 176_400],
    ['3:04.50', 184.5],
  ])('reads %s', (time, seconds) => {
    expect(secondsOf(time)).toBe(seconds);
  });
});
