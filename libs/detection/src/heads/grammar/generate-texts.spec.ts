import { describe, expect, it } from '@jest/globals';
import { expand, seededBelow } from './expand.js';
import { generateTexts } from './generate-texts.js';

describe('expand', () => {
  it.each([
    ['a plain text', 'Hello', 'Hello'],
    ['a name', 'Hello ⟨who⟩', 'Hello Anna'],
    ['a name of a name', '⟨greeting⟩!', 'Hi Anna!'],
    ['braces without a choice', '{"a": 1}', '{"a": 1}'],
  ])('writes %s', (_what, template, text) => {
    expect(expand(template, { who: ['Anna'], greeting: ['Hi ⟨who⟩'] }, seededBelow(1))).toBe(text);
  });

  it('takes every choice some time', () => {
    const below = seededBelow(1);
    const seen = new Set(Array.from({ length: 50 }, () => expand('{a|b|}', {}, below)));
    expect([...seen].sort()).toEqual(['', 'a', 'b']);
  });

  it('refuses a name that the grammar lacks', () => {
    expect(() => expand('⟨nobody⟩', {}, seededBelow(1))).toThrow(RangeError);
  });
});

describe('generateTexts', () => {
  const counts = { injection: 300, extraction: 200, jailbreak: 200, benign: 300 };
  const texts = generateTexts(counts, 5);

  it('writes as many distinct texts of each kind as asked for', () => {
    const byKind = Map.groupBy(texts, ({ kind }) => kind);
    expect(Object.fromEntries([...byKind].map(([kind, ofKind]) => [kind, ofKind.length]))).toEqual(counts);
    expect(new Set(texts.map(({ kind, text }) => `${kind} ${text}`)).size).toBe(texts.length);
  });

  it('leaves no name and no choice unresolved', () => {
    expect(texts.filter(({ text }) => /[⟨⟩]|\{[^{}"]*\|[^{}"]*\}/.test(text))).toEqual([]);
  });

  it('writes the same for the same seed and other texts for another', () => {
    expect(generateTexts(counts, 5)).toEqual(texts);
    expect(generateTexts(counts, 6)).not.toEqual(texts);
  });
});
