import type { HeadWeights } from '../head-scorer.js';
import { bucketCount } from '../read-chunk.js';
import type { LinearModels } from './train-linear.js';

const maxInt8 = 127;
/** Weights beyond so many standard deviations are cut, so that a few large ones do not coarsen all others. */
const clipDeviations = 20;

/** The models' weights as 8-bit integers with one scale a head; `stride` is the distance between buckets. */
export function quantiseHeads({ weights, biases }: LinearModels, stride: number): HeadWeights {
  const heads = biases.length;
  const quantised = new Int8Array(bucketCount * stride);
  const scales = biases.map((_, head) => {
    const scale = scaleOf(weights, head, heads);
    for (let bucket = 0; scale > 0 && bucket < bucketCount; bucket++) {
      const rounded = Math.round(weights[bucket * heads + head]! / scale);
      quantised[bucket * stride + head] = Math.max(-maxInt8, Math.min(maxInt8, rounded));
    }
    return scale;
  });
  return { weights: quantised, scales, biases };
}

function scaleOf(weights: Float32Array, head: number, heads: number): number {
  let largest = 0;
  let squares = 0;
  for (let at = head; at < weights.length; at += heads) {
    largest = Math.max(largest, Math.abs(weights[at]!));
    squares += weights[at]! * weights[at]!;
  }
  return Math.min(largest, clipDeviations * Math.sqrt(squares / bucketCount)) / maxInt8;
}
