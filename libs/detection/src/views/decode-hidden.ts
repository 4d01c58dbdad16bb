import { isReadable } from './is-readable.js';
import { type Decoder, readingOfBlob } from './reading.js';

const tagOffset = 0xe0000;
/** Emoji flags of regions are a black flag and tags; they are what tags are for. */
const tagRuns = /(?<![\u{1f3f4}\u{e0020}-\u{e007e}])[\u{e0020}-\u{e007e}]{4,}/gu;
const selectorRuns = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{4,}/gu;
const bitRuns = /[\u200b\u200c]{24,}/g;

/**
 * Texts written in characters that are not seen: ASCII as Unicode tags (four or more), bytes as variation selectors
 * (four or more), bits as zero-width spaces and non-joiners (three bytes or more).
 */
export const decodeHidden: Decoder = (text) => [
  // Tags and most selectors are surrogate pairs that begin with this unit: most texts have none.
  ...(text.includes('\udb40') ? decodeRuns('unicode-tags', text, tagRuns, fromTags) : []),
  ...(/\udb40|[\ufe00-\ufe0f]/.test(text)
    ? decodeRuns('variation-selectors', text, selectorRuns, fromSelectors)
    : []),
  ...(text.includes('\u200c') ? decodeRuns('zero-width-bits', text, bitRuns, fromBits) : []),
];

function decodeRuns(name: string, text: string, runs: RegExp, decode: (run: string) => string) {
  return Array.from(text.matchAll(runs), ({ 0: run, index }) =>
    readingOfBlob(name, { text: decode(run), start: index, end: index + run.length }),
  ).filter((reading) => reading.name === 'unicode-tags' || isReadable(reading.text));
}

function fromTags(run: string): string {
  return [...run].map((tag) => String.fromCharCode((tag.codePointAt(0) ?? tagOffset) - tagOffset)).join('');
}

function fromSelectors(run: string): string {
  const byteOf = (selector: number) => (selector < tagOffset ? selector - 0xfe00 : selector - 0xe0100 + 16);
  return Buffer.from([...run].map((selector) => byteOf(selector.codePointAt(0) ?? 0xfe00))).toString('utf8');
}

function fromBits(run: string): string {
  const bytes = run.match(/[^]{8}/g) ?? [];
  const valueOf = (byte: string) =>
    Number.parseInt([...byte].map((bit) => (bit === '\u200b' ? '0' : '1')).join(''), 2);
  return Buffer.from(bytes.map(valueOf)).toString('utf8');
}
