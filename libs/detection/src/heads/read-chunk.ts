import { characterClass, ideograph, wordPart } from './character-class.js';

/** Buckets that features are hashed into: 2^18 cost no accuracy against exact n-grams (detection.md). */
export const bucketCount = 1 << 18;
/** A chunk is what stands between white space; a longer one is read in pieces, so that blocks stay small. */
export const maxChunk = 64;

export const fnvPrime = 0x01000193;
const basis = { characters: 0x811c9dc5, words: 0x2f6b1d37, punctuation: 0x5bd1e995 };
const minGram = 3;
const maxGram = 5;
/** Of a run of punctuation so many characters tell it from others. */
const maxRun = 8;
/** More than a chunk can have: three n-grams a padded start, three a word and one a run. */
const mostFeatures = (maxChunk + 2) * 8;
/** A power of two that they do not fill. */
const seenSlots = 1 << 10;

/** Where in a chunk's words what stands: how many there are, and the hashes of those that touch its neighbours. */
export const wordsLayout = { count: 0, first: 1, second: 2, beforeLast: 3, last: 4, size: 5 } as const;

/**
 * Reads the features of one chunk, each once: n-grams of 3 to 5 characters with a space before and after it, as
 * scikit-learn's `char_wb` reads them, 1 to 3 words and runs of punctuation, hashed by FNV-1a over UTF-16 units. Keeps
 * its buffers, which hold a chunk until the next is read.
 */
export class ChunkReader {
  readonly buckets = new Uint32Array(mostFeatures);
  /** How many of `buckets` are the chunk's. */
  count = 0;
  /** As `wordsLayout` says. */
  readonly words = new Int32Array(wordsLayout.size);
  private readonly padded = new Uint16Array(maxChunk + 2);
  private readonly hashes = new Int32Array(maxChunk);
  /** A table of the chunk's buckets, open to linear probing, and which chunk put each there: small, so that it stays near. */
  private readonly seen = new Uint32Array(seenSlots);
  private readonly seenBy = new Uint32Array(seenSlots);
  private chunks = 0;

  read(text: string, start: number, end: number): void {
    this.count = 0;
    this.chunks++;
    this.readCharacters(text, start, end);
    let words = 0;
    for (let position = start; position < end;) {
      const kind = characterClass(text.charCodeAt(position));
      let next = position + 1;
      if (kind !== ideograph) while (next < end && characterClass(text.charCodeAt(next)) === kind) next++;
      if (kind === wordPart || kind === ideograph) this.addWord(words++, hashOf(text, position, next));
      else this.add(hashOf(text, position, Math.min(next, position + maxRun), basis.punctuation));
      position = next;
    }
    const { hashes } = this;
    this.words[wordsLayout.count] = words;
    this.words[wordsLayout.first] = hashes[0]!;
    this.words[wordsLayout.second] = hashes[1]!;
    this.words[wordsLayout.beforeLast] = words > 1 ? hashes[words - 2]! : 0;
    this.words[wordsLayout.last] = words > 0 ? hashes[words - 1]! : 0;
  }

  private readCharacters(text: string, start: number, end: number): void {
    const { padded } = this;
    const size = end - start + 2;
    padded[0] = padded[size - 1] = 32;
    for (let index = start; index < end; index++) padded[index - start + 1] = text.charCodeAt(index);
    for (let first = 0; first + minGram <= size; first++) {
      let hash = basis.characters;
      const last = Math.min(first + maxGram, size);
      for (let index = first; index < last; index++) {
        hash = Math.imul(hash ^ padded[index]!, fnvPrime);
        if (index - first >= minGram - 1) this.add(hash);
      }
    }
  }

  private addWord(nth: number, hash: number): void {
    const { hashes } = this;
    hashes[nth] = hash;
    this.add(hash);
    if (nth >= 1) this.add(joined(hashes[nth - 1]!, hash));
    if (nth >= 2) this.add(joined(joined(hashes[nth - 2]!, hashes[nth - 1]!), hash));
  }

  private add(hash: number): void {
    const { seen, seenBy, chunks } = this;
    const bucket = bucketOf(hash);
    let slot = bucket & (seenSlots - 1);
    for (; seenBy[slot] === chunks; slot = (slot + 1) & (seenSlots - 1)) if (seen[slot] === bucket) return;
    seen[slot] = bucket;
    seenBy[slot] = chunks;
    this.buckets[this.count++] = bucket;
  }
}

/** The bucket of a feature. */
export function bucketOf(hash: number): number {
  // FNV's low bits hardly know of the high ones: fold them in.
  return (hash ^ (hash >>> 15)) & (bucketCount - 1);
}

/** The hash of two words or phrases in a row. */
export function joined(first: number, second: number): number {
  return Math.imul(Math.imul(first ^ 0x9e37, fnvPrime) ^ second, fnvPrime);
}

function hashOf(text: string, start: number, end: number, seed = basis.words): number {
  let hash = seed;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ text.charCodeAt(index), fnvPrime);
  return hash;
}
