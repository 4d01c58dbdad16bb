import { expect, it } from '@jest/globals';
import { plainText } from './plain-text.js';

it.each([
  ['bidi overrides and zero-width characters', 'a\u202eb\u200bc\u2066d\ufeff', 'abcd'],
  ['tag characters and variation selectors', 'a\u{e0041}\u{e0042}b\ufe0f', 'ab'],
  ['ANSI escapes and carriage returns', '\u001b[31mred\r\n', '[31mred\n'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
])('takes out %s', (_what, text, wanted) => {
  expect(plainText(text, 100)).toBe(wanted);
});

it('cuts by characters, not in the middle of one', () => {
  expect(plainText('😀😀😀😀', 3)).toBe('😀😀…');
  expect(Array.from(plainText('x'.repeat(1_000_000), 3_000))).toHaveLength(3_000);
});
