/**
 * Characters that are not seen: soft hyphen, combining grapheme joiner, zero-width, bidi controls, word joiners,
 * Hangul fillers, variation selectors, byte order mark, tags.
 */
const invisible =
  // eslint-disable-next-line no-misleading-character-class -- single code points are meant, not sequences
  /[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e01ef}]/u;
/** A base character with up to four marks; surplus marks stand alone, as reordering long runs costs their square. */
const clusters = /\P{M}\p{M}{0,4}|\p{M}/gu;
// eslint-disable-next-line no-control-regex -- the whole ASCII range is meant
const onlyAscii = /^[\u0000-\u007f]*$/;
const unusualSpace = /\s{2,}|[\t\r\v\f]/g;
/** Alphabets in which every character is a reader's character by itself: neither marks nor invisible ones are in them. */
const onlySimple =
  // eslint-disable-next-line no-control-regex -- the whole ASCII range is meant
  /^[\u0000-\u00ac\u00ae-\u012f\u0132-\u02af\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a4-\u03ce\u0400-\u0482\u048a-\u052f\u0531-\u0556\u0561-\u0586\u05d0-\u05ea\u0621-\u064a\u0660-\u066f\u0671-\u0674\u0679-\u06d3\u1ea0-\u1ef9\u2010-\u2027\u2030-\u205e\u20a0-\u20b5\u2190-\u23ff\u2500-\u26ff\u3000-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff60]*$/;
const curlyQuotes = /[‘’‛“”„]/g;
const quotes: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‛': "'",
  '“': '"',
  '”': '"',
  '„': '"',
};

/**
 * The text as a reader takes it: NFKC, lower case, without invisible characters, curly quotes straight, every run of
 * white space one space or, where it holds a line break, one `\n`.
 */
export function normalise(text: string): string {
  return normaliseFast(text) ?? normaliseWithOffsets(text).text;
}

/** As `normalise`, undefined where the text has characters that must be looked at one by one. */
export function normaliseFast(text: string): string | undefined {
  if (onlyAscii.test(text)) return text.toLowerCase().replace(unusualSpace, oneSpace);
  if (!onlySimple.test(text)) return undefined;
  return text
    .replace(curlyQuotes, (quote) => quotes[quote] ?? quote)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s{2,}|[^\S\n ]/g, oneSpace);
}

/** As `normalise`, with the index in `text` from which each UTF-16 unit came, and one more for the end. */
export function normaliseWithOffsets(text: string): {
  readonly text: string;
  readonly offsets: readonly number[];
} {
  // An array, not a string: asking a growing string for its last character copies it each time.
  const kept: string[] = [];
  const offsets: number[] = [];
  for (const { 0: cluster, index } of text.matchAll(clusters)) {
    for (const character of readable(cluster)) {
      const last = kept.at(-1);
      if (!/\s/.test(character)) {
        kept.push(character);
        for (let unit = 0; unit < character.length; unit++) offsets.push(index);
      } else if (last !== ' ' && last !== '\n') {
        kept.push(character === '\n' ? '\n' : ' ');
        offsets.push(index);
      } else if (character === '\n') {
        kept[kept.length - 1] = '\n';
      }
    }
  }
  offsets.push(text.length);
  return { text: kept.join(''), offsets };
}

/** The offsets of `normaliseWithOffsets`, quickly where nothing but white space was changed in length. */
export function normalisedOffsets(text: string): readonly number[] {
  if (!onlyAscii.test(text)) return normaliseWithOffsets(text).offsets;
  const offsets: number[] = [];
  let next = 0;
  for (const { 0: run, index } of text.matchAll(unusualSpace)) {
    while (next <= index) offsets.push(next++);
    next = index + run.length;
  }
  while (next <= text.length) offsets.push(next++);
  return offsets;
}

function readable(cluster: string): string {
  if (cluster.length === 1 && cluster <= '\u007f') return cluster.toLowerCase();
  if (invisible.test(cluster)) return readableParts(cluster);
  return (quotes[cluster] ?? cluster).normalize('NFKC').toLowerCase();
}

/** An invisible character may carry a mark or be one: what is left of the cluster is kept. */
function readableParts(cluster: string): string {
  return [...cluster]
    .filter((character) => !invisible.test(character))
    .join('')
    .normalize('NFKC')
    .toLowerCase();
}

function oneSpace(run: string): string {
  return run.includes('\n') ? '\n' : ' ';
}
