export { type BaseComparison, type FamilyAttempts, compareWithBase } from './compare-with-base.js';
export { describeComparison } from './describe-comparison.js';
export type { Audit } from './judge-error.js';
