import type { Decoder, Reading } from './reading.js';

/** Common words, and those that attacks are made of; a text in a cipher shows them in their enciphered form. */
const telltales = (
  'the and you your all what this with from have that not are for can how will must only about which when then ' +
  'tell write give make show print ignore previous instructions system prompt reveal rules answer forget above ' +
  'please following explain password secret pretend without restrictions step create describe translate stop instead ' +
  'output repeat word forever english respond answer say text message user assistant now like would should there'
).split(' ');
/** Two different ones, or one this long, say that a text is enciphered. */
const minTelltales = 2;
const longTelltale = 6;
/** The many other shifts of the alphabet are looked for by words that chance does not make. */
const minShiftedTelltale = 4;

interface Cipher {
  readonly name: string;
  /** Its own inverse is not needed: what turns the enciphered text back. */
  readonly undo: (text: string) => string;
  readonly encipher: (word: string) => string;
}

const ciphers: readonly Cipher[] = [
  { name: 'rot13', undo: (text) => shifted(text, 13), encipher: (word) => shifted(word, 13) },
  { name: 'atbash', undo: mirrored, encipher: mirrored },
  { name: 'reversed', undo: reversed, encipher: reversed },
  ...Array.from({ length: 25 }, (_, index) => index + 1)
    .filter((shift) => shift !== 13)
    .map((shift) => ({
      name: 'caesar',
      undo: (text: string) => shifted(text, 26 - shift),
      encipher: (word: string) => (word.length < minShiftedTelltale ? '' : shifted(word, shift)),
    })),
];

const ciphersByTelltale = groupTelltales();
const hashBits = 15;
const hashesOfTelltales = buildHashes();

/** The text with rot13 or another shift, atbash or reversal undone, where its words show one of them; lower case. */
export const undoCipher: Decoder = (text) => {
  const found = new Map<Cipher, Set<string>>();
  for (const word of telltalesIn(text)) {
    for (const cipher of ciphersByTelltale.get(word) ?? []) {
      found.set(cipher, (found.get(cipher) ?? new Set()).add(word));
    }
  }
  return [...found].flatMap(([cipher, words]) => (isEnough(words) ? undone(text, cipher) : []));
};

/**
 * Words of the text that may be enciphered telltales. Every text of a stream is asked for them: a hash that rolls along
 * and a table of bits take a tenth of the time of an expression with all two thousand.
 */
function telltalesIn(text: string): readonly string[] {
  const words: string[] = [];
  let hash = 0;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 97 && unit <= 122) {
      hash = nextHash(hash, unit);
      continue;
    }
    if (index - start > 2 && ((hashesOfTelltales[hash >>> 5]! >>> (hash & 31)) & 1) === 1)
      words.push(text.slice(start, index));
    hash = 0;
    start = index + 1;
  }
  return words;
}

function nextHash(hash: number, unit: number): number {
  return (hash * 31 + unit) & ((1 << hashBits) - 1);
}

/** A bit a hash, which stays in the nearest cache. */
function buildHashes(): Int32Array {
  const hashes = new Int32Array(1 << (hashBits - 5));
  for (const word of ciphersByTelltale.keys()) {
    let hash = 0;
    for (let index = 0; index < word.length; index++) hash = nextHash(hash, word.charCodeAt(index));
    hashes[hash >>> 5]! |= 1 << (hash & 31);
  }
  return hashes;
}

function isEnough(words: ReadonlySet<string>): boolean {
  return words.size >= minTelltales || [...words].some((word) => word.length >= longTelltale);
}

function undone(text: string, { name, undo }: Cipher): readonly Reading[] {
  if (name !== 'reversed')
    return [{ name, text: undo(text), whole: true, toSource: (start, end) => ({ start, end }) }];
  return [
    {
      name,
      text: reversed(text),
      whole: true,
      toSource: (start, end) => ({ start: text.length - end, end: text.length - start }),
    },
    // Word by word, each turned round in its place.
    {
      name: 'reversed-words',
      text: text.replace(/\S{2,}/g, reversed),
      whole: true,
      toSource: (start, end) => ({ start, end }),
    },
  ];
}

function groupTelltales(): ReadonlyMap<string, readonly Cipher[]> {
  const plain = new Set(telltales);
  const groups = new Map<string, Cipher[]>();
  for (const cipher of ciphers) {
    for (const word of telltales.map(cipher.encipher)) {
      if (word === '' || plain.has(word)) continue;
      groups.set(word, [...(groups.get(word) ?? []), cipher]);
    }
  }
  return groups;
}

function shifted(text: string, by: number): string {
  return text.replace(/[a-z]/g, (letter) =>
    String.fromCharCode(((letter.charCodeAt(0) - 97 + by) % 26) + 97),
  );
}

function mirrored(text: string): string {
  return text.replace(/[a-z]/g, (letter) => String.fromCharCode(219 - letter.charCodeAt(0)));
}

/** By UTF-16 units, so that offsets stay simple; what stands beyond the first plane is no letter that a rule names. */
function reversed(text: string): string {
  return text.split('').reverse().join('');
}
