export { type Rule } from './rules/rule-schema.js';
export { linearKey, nativeExpressions } from './rules/native-expressions.js';
export { parseRules } from './rules/parse-rules.js';
export { type RuleSet, compileRules } from './rules/compile-rules.js';
export { checkSamples } from './rules/check-samples.js';
export { type ScanInput } from './scan-input.js';
export { scanInteraction } from './scan-interaction.js';
export { atlasTechniques, owaspRisks, taxonomyOf } from './taxonomy.js';
export { scanConversation } from './scan-conversation.js';
export {
  type FlaggedScore,
  calibrateThreshold,
  highestThreshold,
  shippedAim,
} from './calibrate-threshold.js';
export { type ReplayedScore, replayThreshold } from './replay-threshold.js';
export { verdictOnFlag } from './verdict-on-flag.js';
export { flagThreshold as shippedThreshold } from './rules/flagging-rules.js';
export { canaries } from './canaries.js';
export { type Detector } from './detector.js';
export {
  type EmbeddingLayer,
  embeddingRarity,
  fitEmbeddingLayer,
  parseEmbeddingLayer,
} from './embeddings/embedding-layer.js';
export { isGrey, withFurtherScore } from './embeddings/further-score.js';
export { createHeads } from './heads/heads.js';
export { type TrainedHeads, decodeHeads, encodeHeads } from './heads/heads-file.js';
export { seededBelow } from './heads/grammar/expand.js';
export { generateTexts } from './heads/grammar/generate-texts.js';
export { trainHeads } from './heads/training/train-heads.js';
export { trainRefusalWithout, trainWithoutEach } from './heads/training/leave-out.js';
export { type TrainingText } from './heads/training/training-text.js';
export { type LabelledResponse } from './heads/training/train-refusal-head.js';
export { type CorpusIndex, buildCorpusIndex, readCorpusIndex } from './leaks/corpus-index.js';
export { currentTurnStart } from './segments.js';
export { makeViews } from './views/make-views.js';
export { type Probe, parseProbes } from './probes/probe-suite.js';
export { putProbe } from './probes/put-probe.js';
