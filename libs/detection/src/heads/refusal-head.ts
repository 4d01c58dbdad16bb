import { bucketCount, createFeatureReader } from './read-features.js';

/** A response is judged by its opener and, apart from it, by what follows. */
export const openerCharacters = 300;
const restCharacters = 1_500;
/** Moves the features of what follows to other buckets than the opener's. */
const restMark = 0x15a5a;

/**
 * A reader of the distinct buckets of normalised responses: the opener's, and the rest's in places of their own. Valid
 * until its next call, since it keeps and reuses its buffers.
 */
export function createRefusalReader(): (response: string) => Uint32Array {
  const read = createFeatureReader();
  const seenBy = new Uint32Array(bucketCount);
  let distinct = new Uint32Array(8_192);
  let call = 0;
  return (response) => {
    let size = 0;
    call++;
    const collect = (text: string, mark: number): void => {
      const { buckets, count } = read(text);
      if (distinct.length < size + count) distinct = grown(distinct, size + count);
      for (let index = 0; index < count; index++) {
        const bucket = (buckets[index]! ^ mark) & (bucketCount - 1);
        if (seenBy[bucket] === call) continue;
        seenBy[bucket] = call;
        distinct[size++] = bucket;
      }
    };
    collect(response.slice(0, openerCharacters), 0);
    collect(response.slice(openerCharacters, openerCharacters + restCharacters), restMark);
    return distinct.subarray(0, size);
  };
}

function grown(from: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(Math.max(from.length * 2, least));
  to.set(from);
  return to;
}
