import { normalise } from '../../views/normalise.js';
import type { HeadWeights } from '../head-scorer.js';
import { createFeatureReader } from '../read-features.js';
import { refusalBuckets } from '../refusal-head.js';
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
  const read = createFeatureReader();
  const examples = responses.map(({ response, refused }) => ({
    buckets: refusalBuckets(read, normalise(response.slice(0, readCharacters)).trim()),
    labels: [refused ? 1 : 0] as const,
  }));
  return quantiseHeads(trainLinear(examples, { heads: 1, epochs: 4, learningRate: 0.5, seed }), 1);
}
