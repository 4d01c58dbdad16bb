import type { FeatureValues, Interaction, Signal } from '#contracts';
import { extractFeatures } from './extract-features.js';
import { type PromptPrint, promptPrint } from './prompt-print.js';
import { fnv } from './sim-hash.js';
import { textsOf } from './text-features.js';

/** All that drift reads of one interaction. */
export interface DriftEvent extends PromptPrint {
  readonly atMs: number;
  readonly features: FeatureValues;
  /** Who asks, as one of 4,096 numbers; absent where that was not logged. */
  readonly actor?: number;
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
    ...(interaction.actor !== undefined && { actor: actorSlot(interaction.actor) }),
    features: extractFeatures(interaction, signal, texts, attributes),
  };
}

const actorSlots = 4_096;

/** The number that stands for an actor among others: many share each, so that nobody can be known by it. */
export function actorSlot(actor: string): number {
  return fnv(actor) % actorSlots;
}
