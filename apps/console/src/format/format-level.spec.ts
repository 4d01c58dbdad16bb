import { describe, expect, it } from '@jest/globals';
import { formatLevel } from './format-level.js';

describe('a level', () => {
  it.each([
    [0, '0.00 %'],
    [0.0042, '0.42 %'],
    [0.125, '12.5 %'],
    [1, '100.0 %'],
    [308.6, '309'],
    [12_345, '12,300'],
  ])('%d is %s', (level, text) => {
    expect(formatLevel(level)).toBe(text);
  });

  it('is read as the levels beside it are', () => {
    expect(formatLevel(0.8, [0.8, 3.2])).toBe('0.8');
  });
});
