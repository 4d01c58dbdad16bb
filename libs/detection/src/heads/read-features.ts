import { characterClass, ideograph, space, wordPart } from './character-class.js';

/** Buckets that features are hashed into: 2^18 cost no accuracy against exact n-grams (detection.md). */
export const bucketCount = 1 << 18;
/** A window is four blocks: windows start every second block. */
export const blockCharacters = 80;

/** The features of a text in its order, and where each block of it begins. Valid until the reader's next call. */
export interface Features {
  readonly buckets: Uint32Array;
  readonly count: number;
  /** Index into `buckets` of the first feature of each block, and `count` at the end. */
  readonly blockStarts: readonly number[];
}

export type FeatureReader = (text: string) => Features;

const fnvPrime = 0x01000193;
const basis = { characters: 0x811c9dc5, words: 0x2f6b1d37, punctuation: 0x5bd1e995 };
/** A chunk is what stands between white space; a longer one is read in pieces, so that blocks stay small. */
const maxChunk = 64;
const minGram = 3;
const maxGram = 5;
/** Of a run of punctuation so many characters tell it from others. */
const maxRun = 8;

/**
 * Reads features: n-grams of 3 to 5 characters within chunks between white space, 1 to 3 words and runs of
 * punctuation, each hashed by FNV-1a over UTF-16 units. Every reader keeps one buffer and reuses it: this is the
 * hottest loop of a scan.
 */
export function createFeatureReader(): FeatureReader {
  const reader = new Reader();
  return (text) => reader.read(text);
}

class Reader {
  private buckets = new Uint32Array(4096);
  private count = 0;
  private lastWord = 0;
  private wordBeforeLast = 0;
  private words = 0;

  read(text: string): Features {
    this.count = this.words = 0;
    this.lastWord = this.wordBeforeLast = 0;
    const blockStarts: number[] = [];
    let position = 0;
    while (position < text.length) {
      if (characterClass(text.charCodeAt(position)) === space) {
        position++;
        continue;
      }
      const end = chunkEnd(text, position);
      while (blockStarts.length * blockCharacters <= position) blockStarts.push(this.count);
      this.readChunk(text, position, end);
      position = end;
    }
    blockStarts.push(this.count);
    return { buckets: this.buckets, count: this.count, blockStarts };
  }

  private readChunk(text: string, start: number, end: number): void {
    // One chunk emits at most three features a padded start, three a word and one a run.
    this.reserve((end - start + 2) * 8);
    this.readCharacters(text, start, end);
    for (let position = start; position < end;) {
      const kind = characterClass(text.charCodeAt(position));
      let next = position + 1;
      if (kind !== ideograph) while (next < end && characterClass(text.charCodeAt(next)) === kind) next++;
      if (kind === wordPart || kind === ideograph) this.readWord(text, position, next);
      else this.emit(hashOf(text, position, Math.min(next, position + maxRun), basis.punctuation));
      position = next;
    }
  }

  /** The chunk's n-grams, with a space before and after it, as scikit-learn's `char_wb` reads them. */
  private readCharacters(text: string, start: number, end: number): void {
    const unitAt = (index: number) => (index < start || index >= end ? 32 : text.charCodeAt(index));
    for (let first = start - 1; first + minGram <= end + 1; first++) {
      let hash = basis.characters;
      const last = Math.min(first + maxGram, end + 1);
      for (let index = first; index < last; index++) {
        hash = Math.imul(hash ^ unitAt(index), fnvPrime);
        if (index - first >= minGram - 1) this.emit(hash);
      }
    }
  }

  private readWord(text: string, start: number, end: number): void {
    const word = hashOf(text, start, end, basis.words);
    this.emit(word);
    if (this.words >= 1) this.emit(joined(this.lastWord, word));
    if (this.words >= 2) this.emit(joined(joined(this.wordBeforeLast, this.lastWord), word));
    this.wordBeforeLast = this.lastWord;
    this.lastWord = word;
    this.words++;
  }

  private emit(hash: number): void {
    // FNV's low bits hardly know of the high ones: fold them in.
    this.buckets[this.count++] = (hash ^ (hash >>> 15)) & (bucketCount - 1);
  }

  private reserve(more: number): void {
    if (this.count + more <= this.buckets.length) return;
    const grown = new Uint32Array(Math.max(this.buckets.length * 2, this.count + more));
    grown.set(this.buckets);
    this.buckets = grown;
  }
}

function chunkEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + maxChunk);
  let end = start + 1;
  while (end < limit && characterClass(text.charCodeAt(end)) !== space) end++;
  return end;
}

function hashOf(text: string, start: number, end: number, seed: number): number {
  let hash = seed;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ text.charCodeAt(index), fnvPrime);
  return hash;
}

function joined(first: number, second: number): number {
  return Math.imul(Math.imul(first ^ 0x9e37, fnvPrime) ^ second, fnvPrime);
}
