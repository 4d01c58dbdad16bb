import type { Verdict } from '../api/actions.js';

/** Verdicts as people say them, in the order of the keys 1 to 6. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  'true-positive-impact': 'True positive, with impact',
  'true-positive-blocked': 'True positive, without impact',
  'benign-positive': 'Benign: found rightly, and allowed',
  'false-positive': 'False positive',
  duplicate: 'Duplicate',
  unknown: 'Not known',
};
