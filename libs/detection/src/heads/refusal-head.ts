import { type FeatureReader, bucketCount } from './read-features.js';

/** A response is judged by its opener and, apart from it, by what follows. */
export const openerCharacters = 300;
const restCharacters = 1_500;
/** Moves the features of what follows to other buckets than the opener's. */
const restMark = 0x15a5a;

/** The distinct buckets of a normalised response: its opener's, and its rest's in places of their own. */
export function refusalBuckets(read: FeatureReader, response: string): Uint32Array {
  const seen = new Set<number>();
  collect(read, response.slice(0, openerCharacters), 0, seen);
  collect(read, response.slice(openerCharacters, openerCharacters + restCharacters), restMark, seen);
  return Uint32Array.from(seen);
}

function collect(read: FeatureReader, text: string, mark: number, seen: Set<number>): void {
  const { buckets, count } = read(text);
  for (let index = 0; index < count; index++) seen.add((buckets[index]! ^ mark) & (bucketCount - 1));
}
