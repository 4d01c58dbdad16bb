import type { FeatureValues, Interaction, Signal } from '#contracts';
import { type Feature, featureCatalogue } from './catalogue.js';

const features: readonly (readonly [string, Feature])[] = Object.entries(featureCatalogue);

/** The drift features of one interaction by name; one that does not apply is left out. */
export function extractFeatures(interaction: Interaction, signal: Signal): FeatureValues {
  const values: Record<string, boolean | number> = {};
  for (const [name, feature] of features) {
    const value = feature.valueOf(interaction, signal);
    if (value !== undefined) values[name] = value;
  }
  return values;
}
