import type { AttackRate, BaseComparison } from './compare-with-base.js';

/** What a comparison says, in one sentence with its counts; "insufficient evidence" says what it would take. */
export function describeComparison({ verdict, ratio, tuned, base, neededAttempts }: BaseComparison): string {
  const counts = `${countsOf(tuned)} against ${countsOf(base)} of the base`;
  if (base.attempts === 0)
    return `Insufficient evidence: no attack on the base was logged. ${tuned.attempts === 0 ? '' : `Worked: ${countsOf(tuned)}.`}`.trim();
  if (ratio === null) return `Insufficient evidence: no attack family was tried on both (${counts}).`;
  const times = `${formatTimes(ratio.median)} times as often as on its base (${intervalOf(ratio)}; ${counts})`;
  switch (verdict) {
    case 'worse':
    case 'better':
      return `Attacks work ${times}.`;
    case 'alike':
      return `Attacks work about as often as on its base: ${times}.`;
    case 'insufficient-evidence': {
      const needed =
        neededAttempts === null
          ? ''
          : ` A trebling would show with about ${neededAttempts.toLocaleString('en')} attempts at each.`;
      return `Insufficient evidence: ${formatTimes(ratio.median)} times as often, but anything in ${intervalOf(ratio)} would fit (${counts}).${needed}`;
    }
  }
}

function countsOf({ attempts, succeeded }: AttackRate): string {
  return `${succeeded.toLocaleString('en')} of ${attempts.toLocaleString('en')}`;
}

function intervalOf({ low, high }: NonNullable<BaseComparison['ratio']>): string {
  return high === null ? `${formatTimes(low)} or more` : `${formatTimes(low)} to ${formatTimes(high)}`;
}

/** Two digits: more would pretend. */
function formatTimes(ratio: number): string {
  return ratio >= 10 ? Math.round(ratio).toLocaleString('en') : ratio.toFixed(ratio >= 1 ? 1 : 2);
}
