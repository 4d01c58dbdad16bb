import type { TrainedHeads } from '../heads-file.js';
import { type TrainingData, exampleOf, prepareTexts, suffixExamples } from './prepare-texts.js';
import { trainPromptHeads } from './train-heads.js';
import { type LabelledResponse, trainRefusalHead } from './train-refusal-head.js';

/** Prompt heads that saw no attack of one collection. */
export interface LeftOut {
  readonly collection: string;
  readonly prompt: TrainedHeads['prompt'];
}

/** For each collection that has attacks, heads trained on everything but those: how they do on it is how they do on what is new. */
export function* trainWithoutEach(data: TrainingData, collections: readonly string[]): Generator<LeftOut> {
  const prepared = prepareTexts(data);
  const suffixes = suffixExamples(prepared, data.seed);
  for (const collection of collections) {
    const kept = prepared.filter((text) => !text.isAttack || text.collection !== collection);
    const prompt = trainPromptHeads([...kept.flatMap(exampleOf), ...suffixes], data.seed);
    yield { collection, prompt };
  }
}

/** A refusal head that saw no response of one source. */
export function trainRefusalWithout(
  responses: readonly LabelledResponse[],
  source: string,
  seed: number,
): TrainedHeads['refusal'] {
  return trainRefusalHead(
    responses.filter((labelled) => labelled.source !== source),
    seed,
  );
}
