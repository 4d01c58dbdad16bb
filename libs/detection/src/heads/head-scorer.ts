import { headNames, headStride } from './head-names.js';
import { type Features, bucketCount, createFeatureReader } from './read-features.js';
import { mayEndInSuffix } from './suffix-gate.js';

/** Weights of all heads, quantised: `weights[bucket * headStride + head] * scales[head]` is one in logits. */
export interface HeadWeights {
  readonly weights: Int8Array;
  readonly scales: readonly number[];
  readonly biases: readonly number[];
}

/** The logit of each head, in the order of `headNames`. Valid until the scorer's next call. */
export type HeadScorer = (text: string) => Float64Array;

const windowBlocks = 4;
const windowStep = 2;
const tailBlocks = 2;
const suffixHead = headNames.indexOf('suffix');
/** A logit that no threshold reaches: the head does not apply. */
const never = -99;

/**
 * Scores normalised text: for each head the highest of the whole text and of windows of 320 characters every 160,
 * since an attack inside a long text is diluted by the rest; the suffix head reads only the end. Keeps buffers, which
 * its calls reuse: this and the reading of features are most of a scan.
 */
export function createHeadScorer(model: HeadWeights): HeadScorer {
  const read = createFeatureReader();
  const sums = createSums(model);
  const best = new Float64Array(headNames.length);
  return (text) => {
    const features = read(text);
    best.fill(never);
    const blocks = features.blockStarts.length - 1;
    if (blocks <= 0) return best;
    sums.add(features, 0, blocks, best);
    for (let block = 0; blocks > windowBlocks && block < blocks - windowStep; block += windowStep) {
      sums.add(features, block, Math.min(blocks, block + windowBlocks), best);
    }
    best[suffixHead] = never;
    if (mayEndInSuffix(text)) {
      const tail = new Float64Array(headNames.length).fill(never);
      sums.add(features, Math.max(0, blocks - tailBlocks), blocks, tail);
      best[suffixHead] = tail[suffixHead]!;
    }
    return best;
  };
}

/** Adds up weights of the distinct features of a range of blocks. */
function createSums({ weights, scales, biases }: HeadWeights) {
  // A bucket is counted once a call: it carries the number of the call that saw it last. Bytes stay in the cache.
  const seenBy = new Uint8Array(bucketCount);
  const totals = new Int32Array(headNames.length);
  let call = 0;
  return {
    /** Raises each entry of `best` to the range's logit, where that is higher. */
    add(features: Features, fromBlock: number, toBlock: number, best: Float64Array): void {
      const { buckets, blockStarts } = features;
      const to = blockStarts[toBlock]!;
      let distinct = 0;
      // Five sums in five variables: this loop is most of a scan, and an array of sums takes it twice as long.
      let [sum0, sum1, sum2, sum3, sum4] = [0, 0, 0, 0, 0];
      if (++call > 255) {
        call = 1;
        seenBy.fill(0);
      }
      for (let index = blockStarts[fromBlock]!; index < to; index++) {
        const bucket = buckets[index]!;
        if (seenBy[bucket] === call) continue;
        seenBy[bucket] = call;
        distinct++;
        const at = bucket * headStride;
        sum0 += weights[at]!;
        sum1 += weights[at + 1]!;
        sum2 += weights[at + 2]!;
        sum3 += weights[at + 3]!;
        sum4 += weights[at + 4]!;
      }
      totals.set([sum0, sum1, sum2, sum3, sum4]);
      if (distinct === 0) return;
      for (let head = 0; head < totals.length; head++) {
        const logit = biases[head]! + (totals[head]! * scales[head]!) / Math.sqrt(distinct);
        if (logit > best[head]!) best[head] = logit;
      }
    },
  };
}
