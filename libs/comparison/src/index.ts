export { type BaseComparison, type FamilyAttempts, compareWithBase } from './compare-with-base.js';
export { describeComparison } from './describe-comparison.js';
export type { Audit } from './judge-error.js';
export { parseAudit } from './parse-audit.js';
export {
  type PairCounts,
  type PairVerdict,
  type ProbeVerdict,
  addPair,
  alarmNats,
  decideRepeats,
  noPairs,
  pairVerdict,
  pairedEvidence,
  roundsEvidence,
} from './paired-test.js';
