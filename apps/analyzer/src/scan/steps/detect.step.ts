import { type Detector, scanConversation, shippedThreshold } from '#detection';
import { type Step, proceed } from '#pipeline';
import type { Detected, Recalled } from '../scanned.js';

/** The threshold that a model was calibrated to; undefined: the shipped one. */
export type ThresholdOf = (modelKey: number) => number | undefined;

/** Attack evidence, the response's verdict, leaks and the outcome. */
export function detectStep(
  detector: Detector,
  thresholdOf: ThresholdOf = () => undefined,
): Step<Recalled, Detected> {
  return (recalled) => {
    const { interaction, newFrom } = recalled;
    const threshold = thresholdOf(interaction.modelKey) ?? shippedThreshold;
    const own = { ...detector, flagThreshold: threshold };
    return proceed({ ...recalled, threshold, signal: scanConversation(interaction, newFrom, own) });
  };
}
