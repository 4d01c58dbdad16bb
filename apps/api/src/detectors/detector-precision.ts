import type { VerdictOfPerson } from '#contracts';
import { wilsonInterval } from '#kernel';

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
  const { low, high } = wilsonInterval(right / n, n);
  return { precision: right / n, low, high, n };
}
