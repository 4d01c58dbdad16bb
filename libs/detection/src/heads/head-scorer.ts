import { headNames } from './head-names.js';
import { mayEndInSuffix } from './suffix-gate.js';
import { type TextWeigher, type WeighedText, stride } from './weigh-text.js';

/** Weights of linear heads, quantised: `weights[bucket * stride + head] * scales[head]` is one in logits. */
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
 * Scores normalised text with the heads whose weights the weigher has as its first columns: for each the highest of the
 * whole text and of windows of 320 characters every 160, since an attack inside a long text is diluted by the rest; the
 * suffix head reads only the end.
 */
export function createHeadScorer(
  { scales, biases }: Omit<HeadWeights, 'weights'>,
  weigh: TextWeigher,
): HeadScorer {
  const best = new Float64Array(headNames.length);
  const logit = (range: Sums, head: number): number =>
    biases[head]! + (range[head + 1]! * scales[head]!) / Math.sqrt(range[0]);
  const raise = (text: WeighedText, fromBlock: number, toBlock: number): void => {
    const range = sumDistinct(text, fromBlock, toBlock);
    for (let head = 0; range[0] > 0 && head < best.length; head++) {
      best[head] = Math.max(best[head]!, logit(range, head));
    }
  };
  return (text) => {
    const weighed = weigh(text);
    best.fill(never);
    const blocks = weighed.blockStarts.length - 1;
    if (blocks <= 0) return best;
    raise(weighed, 0, blocks);
    for (let block = 0; blocks > windowBlocks && block < blocks - windowStep; block += windowStep) {
      raise(weighed, block, Math.min(blocks, block + windowBlocks));
    }
    best[suffixHead] = never;
    if (mayEndInSuffix(text)) {
      const end = sumDistinct(weighed, Math.max(0, blocks - tailBlocks), blocks);
      if (end[0] > 0) best[suffixHead] = logit(end, suffixHead);
    }
    return best;
  };
}

type Sums = [number, number, number, number, number, number];

/** The number of features of a range of blocks and the sum of their weights a head; a unit that comes twice counts once. */
function sumDistinct({ sums, previous, blockStarts }: WeighedText, fromBlock: number, toBlock: number): Sums {
  const from = blockStarts[fromBlock]!;
  const to = blockStarts[toBlock]!;
  // Six sums in six variables: an array of sums takes this loop twice as long.
  let [features, sum0, sum1, sum2, sum3, sum4] = [0, 0, 0, 0, 0, 0];
  for (let unit = from, at = from * stride; unit < to; unit++, at += stride) {
    if (previous[unit]! >= from) continue;
    features += sums[at]!;
    sum0 += sums[at + 1]!;
    sum1 += sums[at + 2]!;
    sum2 += sums[at + 3]!;
    sum3 += sums[at + 4]!;
    sum4 += sums[at + 5]!;
  }
  return [features, sum0, sum1, sum2, sum3, sum4];
}
