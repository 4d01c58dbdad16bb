import { describe, expect, it } from '@jest/globals';
import { formatAge, formatOffset, formatTime, instantsAsRead } from './format-time.js';

const now = Date.parse('2026-11-24T12:00:00Z');

describe('times', () => {
  it.each([
    ['2026-11-24T11:59:30Z', 'now'],
    ['2026-11-24T11:56:00Z', '4 min'],
    ['2026-11-24T09:00:00Z', '3 h'],
    ['2026-11-20T12:00:00Z', '4 d'],
    ['2026-11-24T12:00:05Z', 'now'],
  ])('says how long ago %s was: %s', (at, wanted) => {
    expect(formatAge(at, now)).toBe(wanted);
  });

  it.each([
    ['2026-11-24T12:00:00.300Z', '+0.30 s'],
    ['2026-11-24T12:00:42.000Z', '+42.0 s'],
    ['2026-11-24T12:12:00.000Z', '+12 min'],
    ['2026-11-24T10:00:00.000Z', '−2.0 h'],
  ])('says how far %s is from noon: %s', (at, wanted) => {
    expect(formatOffset('2026-11-24T12:00:00.000Z', at)).toBe(wanted);
  });

  it('shows an instant as a log would', () => {
    expect(formatTime('2026-11-24T12:14:07.250Z')).toBe('2026-11-24 12:14:07.250');
  });

  it('are read in a sentence as everywhere else', () => {
    expect(instantsAsRead('soc was told at 2026-11-24T12:14:07.250Z, which answered 200')).toBe(
      'soc was told at 2026-11-24 12:14:07 UTC, which answered 200',
    );
  });
});
