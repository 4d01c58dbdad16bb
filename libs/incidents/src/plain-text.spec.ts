import { expect, it } from '@jest/globals';
import { plainText, shownText } from './plain-text.js';

it.each([
  ['bidi overrides and zero-width characters', 'a\u202eb\u200bc\u2066d\ufeff', 'abcd'],
  ['tag characters and variation selectors', 'a\u{e0041}\u{e0042}b\ufe0f', 'ab'],
  ['fillers that draw nothing', 'a\u3164\u115f\u1160\uffa0\u034f\u17b4b', 'ab'],
  ['ANSI escapes and carriage returns', '\u001b[31mred\r\n', '[31mred\n'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
])('takes out %s', (_what, text, wanted) => {
  expect(plainText(text, 100)).toBe(wanted);
});

it('cuts by characters, not in the middle of one', () => {
  expect(plainText('😀😀😀😀', 3)).toBe('😀😀…');
  expect(Array.from(plainText('x'.repeat(1_000_000), 3_000))).toHaveLength(3_000);
});

it.each([
  ['\u{e0041}\u{e0042} \u200b\n', '(nothing visible)'],
  ['', '(nothing visible)'],
  [' a\u200b', ' a'],
])('%j is shown as %j', (text, wanted) => {
  expect(shownText(text, 100)).toBe(wanted);
});
