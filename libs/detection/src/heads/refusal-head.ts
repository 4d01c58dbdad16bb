import type { HeadWeights } from './head-scorer.js';
import { bucketCount } from './read-chunk.js';
import { type TextWeigher, columns, stride } from './weigh-text.js';

/** A response is judged by its opener and, apart from it, by what follows. */
export const openerCharacters = 300;
const restCharacters = 1_500;
/** Moves the features of what follows to other buckets than the opener's. */
export const restMark = 0x15a5a;

/** A normalised response as the refusal head reads it: its opener, and what follows. */
export function partsOfResponse(response: string): readonly [opener: string, rest: string] {
  return [
    response.slice(0, openerCharacters),
    response.slice(openerCharacters, openerCharacters + restCharacters),
  ];
}

/** The columns of the shared table that hold the refusal head: its weights for openers, and for what follows. */
const openerColumn = columns - 2;
const restColumn = columns - 1;

/** One table of the prompt heads' weights and the refusal head's, as a weigher takes them. */
export function tableOf(prompt: HeadWeights, refusal?: HeadWeights): Int8Array {
  const table = prompt.weights.slice();
  for (let bucket = 0; refusal !== undefined && bucket < bucketCount; bucket++) {
    table[bucket * stride + openerColumn] = refusal.weights[bucket]!;
    table[bucket * stride + restColumn] = refusal.weights[bucket ^ restMark]!;
  }
  return table;
}

/** How surely a normalised response is a refusal, in logits, read by a weigher of `tableOf`. */
export function refusalLogitOf(
  response: string,
  { scales, biases }: HeadWeights,
  weigh: TextWeigher,
): number {
  let [features, total] = [0, 0];
  partsOfResponse(response).forEach((part, index) => {
    const { sums, previous, blockStarts } = weigh(part);
    const units = blockStarts.at(-1) ?? 0;
    const column = (index === 0 ? openerColumn : restColumn) + 1;
    for (let unit = 0; unit < units; unit++) {
      if (previous[unit]! >= 0) continue;
      features += sums[unit * stride]!;
      total += sums[unit * stride + column]!;
    }
  });
  return biases[0]! + (total * scales[0]!) / Math.sqrt(Math.max(1, features));
}
