import { isReadable } from './is-readable.js';
import { decodeMorse } from './morse.js';
import { type Decoder, readingOfBlob } from './reading.js';

/** A code of whole stretches: what such a stretch looks like, and what it says. */
interface BlobCode {
  readonly name: string;
  readonly pattern: RegExp;
  readonly decode: (blob: string) => string;
  /** Whether a text has what such a stretch is made of. */
  readonly isPossible: (material: Material) => boolean;
}

/** What of a text codes could be made of. */
interface Material {
  /** Units in a row of which base64 and base32 are made. */
  readonly longestRun: number;
  readonly digits: number;
  readonly strokes: number;
}

/** What a unit may be part of, as bits; what is not ASCII may be a dot or dash of Morse code. */
const [isDigit, isStroke, isOfBase64] = [1, 2, 4] as const;
const kindsOfAscii = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  const bits = [/\d/, /[-._]/, /[\w+/-]/].map((kind, bit) => (kind.test(character) ? 1 << bit : 0));
  return bits.reduce((all, bit) => all | bit);
});

const minRun = 20;
const minNumerals = 10;
const isNumeric = ({ digits }: Material) => digits >= minNumerals;
const hasRun = ({ longestRun }: Material) => longestRun >= minRun;

const maxBlobCharacters = 131_072;
const maxBlobs = 5;

const codes: readonly BlobCode[] = [
  // Of each only what it is written in is looked for: an expression of its groups takes more than linear time.
  {
    name: 'binary',
    pattern: /[01][01 ,]{27,}/g,
    decode: (blob) => fromCodes(blob.match(/[01]{8}|[01]{7}/g) ?? [], 2),
    isPossible: isNumeric,
  },
  {
    name: 'hex',
    pattern: /[0-9A-Fa-f\\][0-9A-Fa-fx\\ ,:-]{19,}/g,
    decode: decodeHex,
    isPossible: isNumeric,
  },
  {
    name: 'character-codes',
    pattern: /\d[\d ,;]{29,}/g,
    decode: (blob) => fromCodes(blob.match(/\d+/g) ?? [], 10),
    isPossible: isNumeric,
  },
  {
    name: 'morse',
    pattern: /[.·•_−–—-][.·•_−–—/| \n-]{11,}/g,
    decode: decodeMorse,
    isPossible: ({ strokes }) => strokes >= minNumerals,
  },
  { name: 'base32', pattern: /\b[A-Z2-7]{24,}={0,6}/g, decode: decodeBase32, isPossible: hasRun },
  {
    name: 'base64',
    // Lines of an encoded file are joined; a shorter last line belongs to them. Looking behind spares a new try at
    // every letter of a word that is too short.
    pattern: /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{60,}\r?\n)*[A-Za-z0-9+/_-]{20,}={0,2}/g,
    decode: decodeBase64,
    isPossible: hasRun,
  },
];

/** Stretches in binary, hex, character codes, Morse code, base32 and base64(url) that decode to readable text. */
export const decodeBlobs: Decoder = (text) => {
  const material = materialOf(text);
  return codes.flatMap(({ name, pattern, decode, isPossible }) => {
    if (!isPossible(material)) return [];
    const readings = [];
    for (const { 0: blob, index } of text.matchAll(pattern)) {
      const decoded = decode(blob.slice(0, maxBlobCharacters));
      if (!isReadable(decoded)) continue;
      readings.push(readingOfBlob(name, { text: decoded, start: index, end: index + blob.length }));
      if (readings.length === maxBlobs) break;
    }
    return readings;
  });
};

/** One look at every unit, since most texts are spared six expressions by it. */
function materialOf(text: string): Material {
  let digits = 0;
  let strokes = 0;
  let longestRun = 0;
  let run = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const kind = unit < 128 ? kindsOfAscii[unit]! : isStroke;
    digits += kind & isDigit;
    strokes += (kind & isStroke) >> 1;
    run = (kind & isOfBase64) === 0 ? 0 : run + 1;
    if (run > longestRun) longestRun = run;
  }
  return { digits, strokes, longestRun };
}

function fromCodes(numerals: readonly string[], radix: 2 | 10): string {
  return numerals.map((numeral) => String.fromCharCode(Number.parseInt(numeral, radix))).join('');
}

/** Groups of whole bytes, so that a word of the letters a to f before them does not shift what follows. */
function decodeHex(blob: string): string {
  const groups = blob.replace(/0x|\\x/g, ' ').match(/[0-9A-Fa-f]+/g) ?? [];
  const digits = groups.filter(({ length }) => length % 2 === 0).join('');
  // Order and telephone numbers have no letters; the code of a sentence has.
  return digits.length < minRun || !/[a-f]/i.test(digits) ? '' : Buffer.from(digits, 'hex').toString('utf8');
}

function decodeBase64(blob: string): string {
  // Words and paths of 20 letters are common and decode to noise; the first bytes tell.
  const head = Buffer.from(blob.slice(0, 24), 'base64').toString('utf8').slice(0, -1);
  return isReadable(head) ? Buffer.from(blob, 'base64').toString('utf8') : '';
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, section 6. */
function decodeBase32(blob: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of blob.replaceAll('=', '')) {
    value = ((value << 5) | base32Alphabet.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes).toString('utf8');
}
