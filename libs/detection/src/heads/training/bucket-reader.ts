import { type FeatureReader, bucketCount } from '../read-features.js';

/** A reader of the distinct buckets of texts, in the order of their first feature. Keeps a buffer of what it has seen. */
export function createBucketReader(read: FeatureReader): (text: string) => Uint32Array {
  const seenBy = new Uint32Array(bucketCount);
  let call = 0;
  return (text) => {
    const { buckets, count } = read(text);
    const distinct = new Uint32Array(count);
    let size = 0;
    call++;
    for (let index = 0; index < count; index++) {
      const bucket = buckets[index]!;
      if (seenBy[bucket] === call) continue;
      seenBy[bucket] = call;
      distinct[size++] = bucket;
    }
    return distinct.slice(0, size);
  };
}
