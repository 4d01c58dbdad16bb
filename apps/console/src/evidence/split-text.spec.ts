import { describe, expect, it } from '@jest/globals';
import { splitText } from './split-text.js';

const drawn = (text: string, spans: { start: number; end: number }[] = []) =>
  splitText(text, spans).map(({ kind, text: part, marked }) => `${kind}${marked ? '!' : ''}:${part}`);

describe('splitText', () => {
  it.each([
    ['plain text', 'hello\n\tyou', ['text:hello\n\tyou']],
    ['a masked value', 'to ⟦email:7f3a⟧.', ['text:to ', 'token:⟦email:7f3a⟧', 'text:.']],
    ['something that is no masked value', '⟦nothing⟧', ['text:⟦nothing⟧']],
    ['a direction override', 'a\u202eb', ['text:a', 'invisible:U+202E', 'text:b']],
    ['a run of zero-width spaces', '\u200b\u200b\u200b', ['invisible:U+200B ×3']],
    ['tag characters', 'x\u{e0041}\u{e0042}', ['text:x', 'invisible:U+E0041 ×2']],
    ['markup', '<img src=x onerror=alert(1)></script>', ['text:<img src=x onerror=alert(1)></script>']],
    ['nothing', '', []],
  ])('draws %s', (_what, text, wanted) => {
    expect(drawn(text)).toEqual(wanted);
  });

  it('marks what rules matched, overlaps once, across masked values too', () => {
    const spans = [
      { start: 2, end: 5 },
      { start: 4, end: 8 },
    ];
    expect(drawn('0123456789', spans)).toEqual(['text:01', 'text!:234567', 'text:89']);
    expect(drawn('ab⟦email:7f⟧cd', [{ start: 1, end: 13 }])).toEqual([
      'text:a',
      'text!:b',
      'token!:⟦email:7f⟧',
      'text!:c',
      'text:d',
    ]);
  });

  it('loses no character of a long text', () => {
    const text = 'word '.repeat(40_000);
    expect(splitText(text, []).map((part) => part.text)).toEqual([text]);
  });
});
