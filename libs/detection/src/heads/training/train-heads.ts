import { headNames } from '../head-names.js';
import type { TrainedHeads } from '../heads-file.js';
import { calibrate } from './calibrate.js';
import { type TrainingData, exampleOf, prepareTexts, suffixExamples } from './prepare-texts.js';
import { quantiseHeads } from './quantise-heads.js';
import { type Example, trainLinear } from './train-linear.js';
import { stride } from '../weigh-text.js';
import { trainRefusalHead } from './train-refusal-head.js';

const calibrationFolds = 3;

/** Heads that were trained on these texts and calibrated on ordinary ones that the scoring model had not seen. */
export function trainHeads(data: TrainingData): TrainedHeads {
  const prepared = prepareTexts(data);
  const suffixes = suffixExamples(prepared, data.seed);
  return {
    prompt: trainPromptHeads([...prepared.flatMap(exampleOf), ...suffixes], data.seed),
    refusal: trainRefusalHead(data.responses, data.seed),
    calibration: calibrate(prepared, calibrationFolds, (kept) =>
      trainPromptHeads([...kept.flatMap(exampleOf), ...suffixes], data.seed),
    ),
  };
}

/** Quantised prompt heads that learnt from these examples. */
export function trainPromptHeads(examples: readonly Example[], seed: number): TrainedHeads['prompt'] {
  const options = { heads: headNames.length, epochs: 3, learningRate: 0.5, seed };
  return quantiseHeads(trainLinear(examples, options), stride);
}
