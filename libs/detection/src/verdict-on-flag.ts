import type { VerdictOfPerson } from '#contracts';
import type { FlaggedScore } from './calibrate-threshold.js';

/**
 * What verdicts of people on incidents say of the interaction that is their evidence, whether it was right to flag it;
 * of several one that says attack. A benign positive is what was looked for, by somebody who may do it. Undefined where
 * nobody said or could tell.
 */
export function verdictOnFlag(verdicts: readonly (VerdictOfPerson | null)[]): FlaggedScore['verdict'] {
  if (verdicts.some((verdict) => verdict !== null && rightToFlag.has(verdict))) return 'true-positive';
  return verdicts.includes('false-positive') ? 'false-positive' : undefined;
}

const rightToFlag: ReadonlySet<VerdictOfPerson> = new Set([
  'true-positive-impact',
  'true-positive-blocked',
  'benign-positive',
]);
