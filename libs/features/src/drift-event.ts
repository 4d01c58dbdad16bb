import type { FeatureValues, Interaction, Signal } from '#contracts';
import { extractFeatures } from './extract-features.js';
import { type PromptPrint, promptPrint } from './prompt-print.js';
import { textsOf } from './text-features.js';

/** All that drift reads of one interaction. */
export interface DriftEvent extends PromptPrint {
  readonly atMs: number;
  readonly features: FeatureValues;
}

/** What drift reads of an interaction; each of its texts is measured once. `attributes`: see `extractFeatures`. */
export function driftEvent(
  interaction: Interaction,
  signal: Signal,
  attributes: readonly string[] = [],
): DriftEvent {
  const texts = textsOf(interaction);
  return {
    atMs: interaction.occurredAtMs,
    ...promptPrint(interaction, texts),
    features: extractFeatures(interaction, signal, texts, attributes),
  };
}
