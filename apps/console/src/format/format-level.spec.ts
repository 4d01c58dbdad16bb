import { describe, expect, it } from '@jest/globals';
import { formatChange, formatLevel } from './format-level.js';

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

describe('a change', () => {
  it.each([
    [0.02, 0.041, '2.0 %', '4.1 %'],
    [1.0132, 1.0149, '1.0132', '1.0149'],
    [0.00001, 0.00003, '0.001 %', '0.003 %'],
  ])('from %d to %d is told apart: %s, %s', (from, to, ...wanted) => {
    expect(formatChange(from, to)).toEqual(wanted);
  });
});
