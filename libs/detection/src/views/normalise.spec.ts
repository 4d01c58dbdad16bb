import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalise, normaliseWithOffsets, normalisedOffsets } from './normalise.js';

/** Characters of the alphabets that have a fast path, and of some that do not. */
const anyAlphabet = fc.oneof(
  ...[
    [0x20, 0x2ff],
    [0x370, 0x5ff],
    [0x600, 0x6ff],
    [0x1e00, 0x1fff],
    [0x2000, 0x26ff],
    [0x3000, 0x30ff],
    [0xac00, 0xac80],
    [0xff00, 0xffef],
  ].map(([min, max]) => fc.integer({ min, max }).map((codePoint) => String.fromCodePoint(codePoint))),
);

describe('normalise', () => {
  it.each([
    ['capitals', 'IGNORE This', 'ignore this'],
    ['full-width letters', 'Ｉｇｎｏｒｅ', 'ignore'],
    ['styled letters beyond the first plane', '𝐢𝐠𝐧𝐨𝐫𝐞', 'ignore'],
    ['zero-width characters', 'ig\u200bno\u200d\u2060re\ufeff', 'ignore'],
    ['bidi controls and soft hyphens', '\u202eig\u00adnore\u202c', 'ignore'],
    ['variation selectors', 'i\ufe0fg\u{e0101}nore', 'ignore'],
    ['ligatures', 'ﬁle', 'file'],
    ['a letter and its accent apart', 'fu\u0308r', 'für'],
    ['curly quotes', '“don’t”', '"don\'t"'],
    ['runs of white space', 'a \t b\u00a0 c', 'a b c'],
    ['runs with a line break', 'a \r\n\n b', 'a\nb'],
    ['lone surrogates', 'a\ud800b', 'a\ud800b'],
    ['Cyrillic, which stays', 'Игнорируй', 'игнорируй'],
    ['nothing', '', ''],
  ])('reads %s as a reader does', (_what, text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('reads ASCII the same by its fast path, from the same places', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'Z', ' ', '\t', '\n', '\r', '.', '\u0000') }),
        (text) => {
          const { text: expected, offsets } = normaliseWithOffsets(text);
          expect(normalise(text)).toBe(expected);
          expect(normalisedOffsets(text)).toEqual(offsets);
        },
      ),
    );
  });
});

it('normalise reads every alphabet the same by its fast path', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyAlphabet, maxLength: 12 }), (text) => {
      expect(normalise(text)).toBe(normaliseWithOffsets(text).text);
    }),
    { numRuns: 2_000 },
  );
});

describe('normaliseWithOffsets', () => {
  it.each([
    ['A\u200bＢ  c', 'b', 'Ｂ'],
    ['x ﬁle', 'fi', 'ﬁ'],
    ['𝐢𝐠 no', 'ig', '𝐢𝐠'],
  ])('leads from %j back to the logged text', (text, part, logged) => {
    const { text: read, offsets } = normaliseWithOffsets(text);
    const start = read.indexOf(part);
    expect(text.slice(offsets[start], offsets[start + part.length])).toMatch(
      new RegExp(`^${logged}\\s*$`, 'u'),
    );
  });

  it('has an offset for every unit and the end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: read, offsets } = normaliseWithOffsets(text);
        expect(offsets).toHaveLength(read.length + 1);
        expect(offsets.at(-1)).toBe(text.length);
      }),
    );
  });
});
