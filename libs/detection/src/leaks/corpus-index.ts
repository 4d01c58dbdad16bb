import { type Result, err, ok } from '#kernel';
import { wordsOf } from './words.js';

/** Words of one hash: an index of these tells that eight words stood together, and not which. */
const gramWords = 8;
/** A run of the tuning corpus this long in a response counts as given away; shorter ones are phrases. */
export const corpusRunWords = 20;
const magic = 'tunewarden-corpus-1\n';
/** 14 bits and 10 probes a hash: one false hit in about 1,000, and a run needs 13 hits one after another. */
const bitsPerHash = 14;
const probes = 10;
const headerBytes = magic.length + 4;
const readCharacters = 64_000;

/** A Bloom filter (Bloom 1970) over hashes of all runs of eight words of a tuning corpus. */
export interface CorpusIndex {
  readonly bits: Uint8Array;
}

/** The file of an index over these texts. Holds hashes only: no text can be read out of it, but a guess can be checked. */
export function buildCorpusIndex(texts: Iterable<string>): Uint8Array {
  const hashes = new Set<number>();
  for (const text of texts) for (const hash of gramHashes(wordsOf(text))) hashes.add(hash);
  const bits = new Uint8Array(Math.max(8, Math.ceil((hashes.size * bitsPerHash) / 8)));
  for (const hash of hashes) {
    for (const bit of bitsOf(hash, bits.length)) bits[bit >>> 3]! |= 1 << (bit & 7);
  }
  const header = Buffer.alloc(headerBytes);
  header.write(magic);
  header.writeUInt32LE(bits.length, magic.length);
  return Buffer.concat([header, bits]);
}

/** The index that a file holds, or what is wrong with it. */
export function readCorpusIndex(bytes: Uint8Array): Result<CorpusIndex, string> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.toString('latin1', 0, magic.length) !== magic) return err('is no index of a tuning corpus');
  if (file.length < headerBytes || file.readUInt32LE(magic.length) !== file.length - headerBytes) {
    return err('is cut off');
  }
  return ok({ bits: file.subarray(headerBytes) });
}

/** The longest run of words, eight or more, of a response that stands in the tuning corpus and not in what the user wrote; else 0. */
export function corpusRun(index: CorpusIndex, response: string, userTexts: readonly string[]): number {
  const quoted = new Set(
    userTexts.flatMap((text) => [...gramHashes(wordsOf(text.slice(0, readCharacters)))]),
  );
  let longest = 0;
  let current = 0;
  for (const hash of gramHashes(wordsOf(response.slice(0, readCharacters)))) {
    current = !quoted.has(hash) && holds(index, hash) ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest === 0 ? 0 : longest + gramWords - 1;
}

function holds({ bits }: CorpusIndex, hash: number): boolean {
  return bitsOf(hash, bits.length).every((bit) => (bits[bit >>> 3]! & (1 << (bit & 7))) !== 0);
}

/** Probe places by double hashing (Kirsch and Mitzenmacher 2006). */
function bitsOf(hash: number, bytes: number): readonly number[] {
  const first = hash % 0x4000000;
  const second = Math.floor(hash / 0x4000000) | 1;
  return Array.from({ length: probes }, (_, probe) => (first + probe * second) % (bytes * 8));
}

function* gramHashes(words: readonly string[]): Generator<number> {
  for (let start = 0; start + gramWords <= words.length; start++) {
    const gram = words.slice(start, start + gramWords).join(' ');
    // 52 bits of two FNV-1a hashes, which a number holds exactly.
    yield (fnv(gram, 0x811c9dc5) % 0x4000000) * 0x4000000 + (fnv(gram, 0x2f6b1d37) % 0x4000000);
  }
}

function fnv(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
