/** The smallest hashes of a text's words, ascending: texts that share words share hashes. Holds no text. */
export type Sketch = readonly number[];

/** Hashes of a sketch: of a text with no more distinct words the similarity is exact. */
const mostHashes = 48;
/** Two or three words are in many texts. */
const leastContained = 4;
/** Of longer texts the beginning is read. */
const mostCharacters = 20_000;
/** A word of three letters or more; in scripts without spaces, a character. */
const words = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]{3,}/gu;

/**
 * The bottom-k sketch of a text's distinct words of three letters or more (A. Broder, On the resemblance and
 * containment of documents, 1997): short words say nothing of what is asked.
 */
export function sketchOf(text: string): Sketch {
  const read = text.slice(0, mostCharacters).normalize('NFKC').toLowerCase();
  const hashes = new Set((read.match(words) ?? []).map(hash32));
  return [...hashes].sort((a, b) => a - b).slice(0, mostHashes);
}

/**
 * The Jaccard similarity of two texts' words, 0..1: exact where both are short, else estimated from the smallest
 * hashes of their union, with a standard error of at most 0.07. Two empty texts are not alike.
 */
export function similarity(one: Sketch, other: Sketch): number {
  let [inUnion, inBoth, i, j] = [0, 0, 0, 0];
  while (inUnion < mostHashes && (i < one.length || j < other.length)) {
    const [a, b] = [one[i] ?? Infinity, other[j] ?? Infinity];
    if (a === b) inBoth++;
    if (a <= b) i++;
    if (b <= a) j++;
    inUnion++;
  }
  return inUnion === 0 ? 0 : inBoth / inUnion;
}

/**
 * The share of the shorter text's words that are in the longer one, 0..1: an ask that was put into a story is in it
 * nearly whole, however long the story. 0 where a text is longer than its sketch, or has fewer words than `leastContained`.
 */
export function containment(one: Sketch, other: Sketch): number {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  if (longer.length >= mostHashes || shorter.length < leastContained) return 0;
  const inLonger = new Set(longer);
  return shorter.filter((hash) => inLonger.has(hash)).length / shorter.length;
}

/** A number that stands for a text's words in any order: the same words, the same number. */
export function wordsDigest(sketch: Sketch): number {
  return hash32(sketch.join(' '));
}

/** 32-bit FNV-1a with the finaliser of MurmurHash3, which spreads the low bits. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
