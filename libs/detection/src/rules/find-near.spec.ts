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
