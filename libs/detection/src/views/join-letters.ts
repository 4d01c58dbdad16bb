import { type Decoder, type Replacement, readingsOfReplaced } from './reading.js';

/** Five letters or more that stand apart, e.g. `i g n o r e`, `i-g-n-o-r-e` or `i.g.n.o.r.e`. */
const apart = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[^\p{L}\p{N}]{1,7}[\p{L}\p{N}](?![\p{L}\p{N}])){4,}/gu;
const trigger = /[A-Za-z0-9][ ._*|~/-]{1,3}[A-Za-z0-9][ ._*|~/-]{1,3}[A-Za-z0-9][ ._*|~/-]/;
/** Pieces of code glued together: `"ig" + "nore"`. */
const glued = /["'] ?\+ ?["']/g;

/** The text with letters that stand apart joined to words, and with strings that are glued by `+` joined. */
export const joinLetters: Decoder = (text) => [
  ...(trigger.test(text) ? readingsOfReplaced('spaced-letters', text, [...joinedRuns(text)]) : []),
  ...(text.includes('+')
    ? readingsOfReplaced(
        'glued-strings',
        text,
        Array.from(text.matchAll(glued), ({ 0: glue, index }) => ({
          text: '',
          start: index,
          end: index + glue.length,
        })),
      )
    : []),
];

function* joinedRuns(text: string): Iterable<Replacement> {
  for (const { 0: run, index } of text.matchAll(apart)) {
    yield { text: joined(run), start: index, end: index + run.length };
  }
}

function joined(run: string): string {
  const pieces = run.split(/([^\p{L}\p{N}]+)/u);
  const separators = pieces.filter((_, index) => index % 2 === 1);
  const shortest = separators.reduce((a, b) => (b.length < a.length ? b : a));
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : meantBy(piece, shortest.length))).join('');
}

/** What stood between two letters before a separator of `length` units was put after every character of the text. */
function meantBy(gap: string, length: number): string {
  const between = (gap.length - length) / (length + 1);
  if (!Number.isInteger(between)) return ' ';
  return Array.from({ length: between }, (_, index) => gap.charAt(length + index * (length + 1))).join('');
}
