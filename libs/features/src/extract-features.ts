import type { FeatureValues, Interaction, Signal } from '#contracts';
import { type Feature, featureCatalogue } from './catalogue.js';
import type { InteractionTexts } from './text-features.js';

const features: readonly (readonly [string, Feature])[] = Object.entries(featureCatalogue);
const longestCategory = 100;

/**
 * The drift features of one interaction by name; one that does not apply is left out. `attributes`: names of
 * attributes of the log that are watched too, as `attributes.<name>`.
 */
export function extractFeatures(
  interaction: Interaction,
  signal: Signal,
  texts: InteractionTexts,
  attributes: readonly string[] = [],
): FeatureValues {
  const values: Record<string, boolean | number | string> = {};
  for (const [name, feature] of features) {
    const value = feature.valueOf(interaction, signal, texts);
    if (value !== undefined) values[name] = value;
  }
  if (attributes.length > 0) addAttributes(values, interaction.attributes, attributes);
  return values;
}

function addAttributes(
  values: Record<string, boolean | number | string>,
  json: string | undefined,
  names: readonly string[],
): void {
  const logged = parseObject(json);
  for (const name of names) {
    const value = Object.hasOwn(logged, name) ? logged[name] : undefined;
    if (typeof value === 'number' || typeof value === 'boolean') values[`attributes.${name}`] = value;
    else if (typeof value === 'string') values[`attributes.${name}`] = storable(value);
  }
}

/** jsonb holds neither U+0000 nor half a surrogate pair. */
function storable(value: string): string {
  return value.slice(0, longestCategory).toWellFormed().replaceAll('\u0000', '');
}

/** The attributes are JSON that the collector wrote; what else stands there is none of them. */
function parseObject(json: string | undefined): Readonly<Record<string, unknown>> {
  if (json === undefined) return {};
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
