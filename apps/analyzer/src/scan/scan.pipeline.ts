import type { RuleSet } from '#detection';
import { type Steps, startWith } from '#pipeline';
import type { PartitionMemory } from './partition-memory.js';
import type { MaskedRecord, Scanned } from './scanned.js';
import { detectStep } from './steps/detect.step.js';
import { featuresStep } from './steps/features.step.js';
import { parseStep } from './steps/parse.step.js';
import { skipKnownStep } from './steps/skip-known.step.js';

/**
 * The journey of one masked interaction through the analyzer. What it adds up to is gathered in `batch-effects.ts`
 * and committed, with the position, in `flush.ts`.
 */
export function createScanPipeline(rules: RuleSet, memory: PartitionMemory): Steps<MaskedRecord, Scanned> {
  return startWith('parse', parseStep())
    .then('skip known', skipKnownStep(memory))
    .then('detect', detectStep(rules))
    .then('features', featuresStep());
}
