import { type AttackRate, type BaseComparison, leastAttempts, onOneMix } from './compare-with-base.js';

/** A ratio that may be so high has no bound worth naming. */
const noBound = 100;

/** What a comparison says, in one sentence with its counts; "insufficient evidence" says what it would take. */
export function describeComparison(comparison: BaseComparison): string {
  const { verdict, ratio, tuned, base } = comparison;
  const counts = `${countsOf(tuned)} against ${countsOf(base)} of the base`;
  if (ratio === null)
    return `Insufficient evidence: ${whyNot(comparison)} (${counts}).${neededInWords(comparison)}`;
  const { low, high, median } = ratio;
  // Where the base's rate may be nothing, only the lower bound says something.
  const open = high === null || high >= noBound;
  const times = `${open ? `at least ${formatTimes(low)}` : formatTimes(median)} times as often`;
  const interval = open ? '' : `${formatTimes(low)} to ${formatTimes(high)}; `;
  switch (verdict) {
    case 'worse':
    case 'better':
      return `Attacks work ${times} as on its base (${interval}${counts}).`;
    case 'alike':
      return `Attacks work about as often as on its base: ${times} (${interval}${counts}).`;
    case 'insufficient-evidence':
      return `Insufficient evidence: ${times} (${interval}${counts}).${neededInWords(comparison)}`;
  }
}

function whyNot({ base, families }: BaseComparison): string {
  if (base.attempts === 0) return 'no attack on the base was logged';
  if (onOneMix(families) !== undefined) return 'the judge was audited to be no better than chance';
  return `fewer than ${leastAttempts} attempts of the same attack families at both`;
}

function neededInWords({ neededAttempts }: BaseComparison): string {
  return neededAttempts === null
    ? ''
    : ` A trebling would show with about ${neededAttempts.toLocaleString('en')} attempts at each.`;
}

function countsOf({ attempts, succeeded }: AttackRate): string {
  return `${succeeded.toLocaleString('en')} of ${attempts.toLocaleString('en')}`;
}

/** Two digits: more would pretend. */
function formatTimes(ratio: number): string {
  return ratio >= 10 ? Math.round(ratio).toLocaleString('en') : ratio.toFixed(ratio >= 1 ? 1 : 2);
}
