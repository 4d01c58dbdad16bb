import type { VerdictOfPerson } from '#contracts';
import { wilsonBounds } from '#drift';

/** How many incidents of a detector people closed with each verdict. */
export type VerdictCounts = Readonly<Record<VerdictOfPerson, number>>;

/** How often a detector is right. */
export interface Precision {
  readonly precision: number;
  /** Wilson's 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Verdicts that it rests on. */
  readonly n: number;
}

const z95 = 1.959964;

/**
 * The share of judged incidents in which a detector was right; null where nobody judged one. Right: a true positive,
 * with impact or blocked, and a benign one, since a test or a red team is what the detector is to find. Duplicates
 * and unknowns say nothing about it.
 */
export function precisionOf(verdicts: VerdictCounts): Precision | null {
  const right =
    verdicts['true-positive-impact'] + verdicts['true-positive-blocked'] + verdicts['benign-positive'];
  const n = right + verdicts['false-positive'];
  if (n === 0) return null;
  const { lower, upper } = wilsonBounds(right / n, n, z95);
  return { precision: right / n, low: lower, high: upper, n };
}
