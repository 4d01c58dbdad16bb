import { decodeHTML } from 'entities';
import { type Decoder, type Replacement, readingsOfReplaced } from './reading.js';

interface EscapeCode {
  readonly name: string;
  /** Without it in a text there is nothing to decode. */
  readonly mark: string;
  /** Runs of escapes, so that characters of several bytes come out whole. */
  readonly pattern: RegExp;
  readonly decode: (run: string) => string;
}

/** Fewer escapes than this are what ordinary addresses and pages have. */
const minEscapes = 3;

const codes: readonly EscapeCode[] = [
  { name: 'percent', mark: '%', pattern: /(?:%[0-9A-Fa-f]{2}){1,400}/g, decode: decodePercent },
  {
    name: 'html-entities',
    mark: '&',
    pattern: /&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});/g,
    decode: decodeHTML,
  },
  {
    name: 'unicode-escapes',
    mark: '\\',
    pattern: /\\(?:u\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})/g,
    decode: (escape) => fromHex(escape.slice(2)),
  },
  {
    name: 'code-points',
    mark: 'U+',
    pattern: /U\+[0-9A-Fa-f]{4,6} ?/g,
    decode: (escape) => fromHex(escape.slice(2)),
  },
];

/** The text with `%41`, `&#65;`, `\u0041` and `U+0041` read, a reading each, where there are at least three of a kind. */
export const decodeEscapes: Decoder = (text) =>
  codes.flatMap(({ name, mark, pattern, decode }) => {
    if (!text.includes(mark)) return [];
    const replacements = Array.from(text.matchAll(pattern), ({ 0: run, index }): Replacement => ({
      text: decode(run),
      start: index,
      end: index + run.length,
    }));
    const decoded = replacements.reduce((total, replacement) => total + [...replacement.text].length, 0);
    return decoded < minEscapes ? [] : readingsOfReplaced(name, text, replacements);
  });

function decodePercent(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}

function fromHex(hex: string): string {
  const codePoint = Number.parseInt(hex.replace(/[^0-9A-Fa-f]/g, ''), 16);
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '';
}
