import { describe, expect, it } from '@jest/globals';
import { plural, words } from './words.js';

describe('words', () => {
  it.each([
    ['system-prompt-leak', 'system prompt leak'],
    ['new_pii', 'new pii'],
    ['plain', 'plain'],
  ])('reads %s as %s', (name, wanted) => {
    expect(words(name)).toBe(wanted);
  });

  it.each([
    [0, '0 findings'],
    [1, '1 finding'],
    [12_000, '12,000 findings'],
  ])('counts %d', (count, wanted) => {
    expect(plural(count, 'finding')).toBe(wanted);
  });
});
