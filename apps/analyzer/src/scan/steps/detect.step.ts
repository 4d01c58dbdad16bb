import { type Detector, scanConversation } from '#detection';
import { type Step, proceed } from '#pipeline';
import type { Detected, Recalled } from '../scanned.js';

/** Attack evidence, the response's verdict, leaks and the outcome. */
export function detectStep(detector: Detector): Step<Recalled, Detected> {
  return (recalled) =>
    proceed({ ...recalled, signal: scanConversation(recalled.interaction, recalled.newFrom, detector) });
}
