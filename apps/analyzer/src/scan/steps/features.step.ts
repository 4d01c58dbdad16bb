import { extractFeatures } from '#features';
import { type Step, proceed } from '#pipeline';
import type { Detected, Scanned } from '../scanned.js';

/** What drift watches of it. */
export function featuresStep(): Step<Detected, Scanned> {
  return (detected) =>
    proceed({ ...detected, features: extractFeatures(detected.interaction, detected.signal) });
}
