import { type Detector, scanInteraction } from '#detection';
import { type Step, drop, proceed } from '#pipeline';
import { readCanaryId } from '../../canary/canary-id.js';
import type { JudgedCanary, Parsed } from '../scanned.js';

/** Whether detection finds the canary, as the family that it is. */
export function canaryStep(detector: Detector): Step<Parsed, JudgedCanary> {
  return (parsed) => {
    const id = readCanaryId(parsed.interaction.id);
    if (id === undefined) return drop('no-canary');
    const { flagged, families } = scanInteraction(parsed.interaction, detector).attack;
    return proceed({ ...parsed, canary: { ...id, found: flagged && Object.hasOwn(families, id.family) } });
  };
}
