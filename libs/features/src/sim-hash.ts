/** A 64-bit fingerprint of a text: the upper and the lower 32 bits. */
export type SimHash = readonly [high: number, low: number];

/** In a shorter text one other word changes more than a few bits: only exact repeats of it are known. */
const fewestWords = 8;
const mostWords = 256;

/**
 * A fingerprint that nearly equal word lists share but for a few of its 64 bits; undefined below eight words. Charikar
 * (STOC 2002) over words and pairs of neighbours; texts within 3 bits of 64 are near-duplicates (Manku, Jain, Das
 * Sarma, WWW 2007).
 */
export function simHash(wordHashes: Uint32Array): SimHash | undefined {
  if (wordHashes.length < fewestWords) return undefined;
  const votes = new Int32Array(64);
  const read = Math.min(wordHashes.length, mostWords);
  let before = 0;
  for (let i = 0; i < read; i++) {
    const word = wordHashes[i]!;
    vote(votes, word);
    if (i > 0) vote(votes, Math.imul(before, 31) ^ word);
    before = word;
  }
  return [bitsOf(votes, 0), bitsOf(votes, 32)];
}

function vote(votes: Int32Array, hash: number): void {
  const [high, low] = [spread(hash, 0x9e3779b9), spread(hash, 0x7f4a7c15)];
  for (let bit = 0; bit < 32; bit++) {
    votes[bit]! += ((high >>> bit) & 1) * 2 - 1;
    votes[32 + bit]! += ((low >>> bit) & 1) * 2 - 1;
  }
}

function bitsOf(votes: Int32Array, from: number): number {
  let bits = 0;
  for (let bit = 0; bit < 32; bit++) if (votes[from + bit]! > 0) bits |= 1 << bit;
  return bits >>> 0;
}

/** FNV-1a, 32 bits (RFC 9923), with its last step spread over all bits. */
export function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return spread(hash, 0);
}

/** MurmurHash3's finalizer: every bit of the hash reaches every other. */
function spread(hash: number, salt: number): number {
  let h = hash ^ salt;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
