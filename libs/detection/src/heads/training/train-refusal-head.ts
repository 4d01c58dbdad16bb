import { normalise } from '../../views/normalise.js';
import type { HeadWeights } from '../head-scorer.js';
import { createRefusalReader } from '../refusal-head.js';
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
  const read = createRefusalReader();
  const examples = responses.map(({ response, refused }) => ({
    buckets: read(normalise(response.slice(0, readCharacters)).trim()).slice(),
    labels: [refused ? 1 : 0] as const,
  }));
  return quantiseHeads(trainLinear(examples, { heads: 1, epochs: 4, learningRate: 0.5, seed }), 1);
}
