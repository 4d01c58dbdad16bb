import type { Detector } from '#detection';
import { type StepResult, proceed, startWith } from '#pipeline';
import type { PartitionMemory } from './partition-memory.js';
import type { FurtherScorer } from './further/embedding-scorer.js';
import type { JudgedCanary, MaskedRecord, Parsed, ParsedGuardrail, Scanned } from './scanned.js';
import { canaryStep } from './steps/canary.step.js';
import { type ThresholdOf, detectStep } from './steps/detect.step.js';
import { featuresStep } from './steps/features.step.js';
import { furtherScoreStep } from './steps/further-score.step.js';
import { locateStep } from './steps/locate.step.js';
import { parseStep } from './steps/parse.step.js';
import { recallStep } from './steps/recall.step.js';
import { skipLoggedTwiceStep, skipRedeliveredStep } from './steps/skip-known.step.js';

/** The journey of one masked record. */
export interface ScanPipeline {
  run(masked: MaskedRecord): Promise<StepResult<Scanned | ParsedGuardrail | JudgedCanary>>;
}

/** What an installation sets of it. */
export interface ScanSettings {
  readonly canaryTopic?: string;
  readonly thresholdOf?: ThresholdOf;
}

/** What is looked for: by detection, and by drift beside its catalogue. */
export interface Watched {
  readonly detector: Detector;
  /** Names of attributes of the log. */
  readonly attributes: readonly string[];
  /** Asked where rules and heads are in doubt; most installations have none. */
  readonly furtherScorer?: FurtherScorer | undefined;
}

/**
 * The journey of one masked record through the analyzer. What it adds up to is gathered in `batch-effects.ts` and
 * committed, with the position, in `flush.ts`.
 */
export function createScanPipeline(
  { detector, attributes, furtherScorer }: Watched,
  memory: PartitionMemory,
  { canaryTopic, thresholdOf }: ScanSettings = {},
): ScanPipeline {
  const record = startWith('locate', locateStep())
    .then('skip redelivered', skipRedeliveredStep(memory))
    .then('parse', parseStep());
  const interaction = startWith('skip logged twice', skipLoggedTwiceStep(memory))
    .then('recall', recallStep(memory))
    .then('detect', detectStep(detector, thresholdOf))
    .then('further score', furtherScoreStep(furtherScorer))
    .then('features', featuresStep(attributes));
  const canary = startWith('canary', canaryStep(detector));
  return {
    run: async (masked) => {
      const parsed = await record.run(masked);
      if (parsed.kind !== 'ok') return parsed;
      if (!isInteraction(parsed.value)) return proceed(parsed.value);
      return parsed.value.source.topic === canaryTopic
        ? canary.run(parsed.value)
        : interaction.run(parsed.value);
    },
  };
}

function isInteraction(parsed: Parsed | ParsedGuardrail): parsed is Parsed {
  return 'interaction' in parsed;
}
