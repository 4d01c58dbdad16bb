import { normalise } from '../../views/normalise.js';
import type { HeadWeights } from '../head-scorer.js';
import { partsOfResponse, restMark } from '../refusal-head.js';
import { createBucketReader } from './bucket-reader.js';
import { quantiseHeads } from './quantise-heads.js';
import { trainLinear } from './train-linear.js';

/** A response and whether it refuses. */
export interface LabelledResponse {
  readonly response: string;
  readonly refused: boolean;
  readonly source: string;
}

const readCharacters = 4_000;

/** The head that tells refusals from answers, by opener and rest. */
export function trainRefusalHead(responses: readonly LabelledResponse[], seed: number): HeadWeights {
  const read = createBucketReader();
  const examples = responses.map(({ response, refused }) => {
    const [opener, rest] = partsOfResponse(normalise(response.slice(0, readCharacters)).trim());
    const moved = read(rest).map((bucket) => bucket ^ restMark);
    return { buckets: Uint32Array.from([...read(opener), ...moved]), labels: [refused ? 1 : 0] as const };
  });
  return quantiseHeads(trainLinear(examples, { heads: 1, epochs: 4, learningRate: 0.5, seed }), 1);
}
