import { driftEvent } from '#features';
import { type Step, proceed } from '#pipeline';
import type { Detected, Scanned } from '../scanned.js';

/** What drift watches of it. */
export function featuresStep(attributes: readonly string[]): Step<Detected, Scanned> {
  return (detected) => {
    const { interaction, signal } = detected;
    return proceed({ ...detected, driftEvent: driftEvent(interaction, signal, attributes) });
  };
}
