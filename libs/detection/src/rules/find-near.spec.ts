import { expect, it } from '@jest/globals';
import { compilePattern, nativeEngine, re2Engine } from './compile-pattern.js';

const pattern = { near: ['\\bgive\\b', '\\byour\\b', '\\bkeys?\\b'], max_words: 2 };

it.each([
  ['parts in order', 'please give me your house keys', 'give me your house keys'],
  ['parts side by side', 'give your key', 'give your key'],
  ['a start further on, where the first is too far off', 'give one two three give your key', 'give your key'],
  ['a second part further on', 'give your big old red hat or your key', undefined],
  ['parts out of order', 'your key give', undefined],
  ['too many words between', 'give me one of your keys', undefined],
  ['a sentence between', 'i give. your key', undefined],
  ['a line between', 'give\nyour key', undefined],
  ['a missing part', 'give me the key', undefined],
  ['nothing', '', undefined],
])('findNear: %s', (_what, text, found) => {
  for (const engine of [nativeEngine, re2Engine]) {
    const range = compilePattern(pattern, engine)(text);
    expect(range && text.slice(range.start, range.end)).toBe(found);
  }
});

it('findNear: parts in sentences of their own, where that is asked for', () => {
  const across = { near: ['\\bend of input\\b', '\\bprint\\b'], max_words: 3, across_sentences: true };
  for (const engine of [nativeEngine, re2Engine]) {
    const find = compilePattern(across, engine);
    expect(find('-- end of input --\nnow print it')).toEqual({ start: 3, end: 28 });
    expect(find('end of input. one two three four print')).toBeUndefined();
  }
});

it('compilePattern: as many matches as are asked for', () => {
  for (const engine of [nativeEngine, re2Engine]) {
    const find = compilePattern({ expression: 'a.', count: 3 }, engine);
    expect(find('xa1 a2 a3 a4')).toEqual({ start: 1, end: 9 });
    expect(find('a1 a2')).toBeUndefined();
  }
});

it('findNear: not right after what excuses it, and only right after', () => {
  const guarded = {
    near: ['\\bprint\\b', '\\brules\\b'],
    max_words: 3,
    unless_after: '\\bnever (?:\\w{1,9} ){0,2}',
  };
  for (const engine of [nativeEngine, re2Engine]) {
    const find = compilePattern(guarded, engine);
    expect(find('never ever print the rules')).toBeUndefined();
    expect(find('never mind. print the rules')).toEqual({ start: 12, end: 27 });
    expect(find('never print the rules, print my rules')).toEqual({ start: 23, end: 37 });
  }
});
