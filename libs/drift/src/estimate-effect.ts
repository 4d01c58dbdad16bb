import type { Direction } from './build-test.js';
import { confidenceSequenceWidth } from './statistics.js';

/** Level per event since the change point, and the bound of it that is nearest to the baseline. */
export interface Effect {
  readonly current: number;
  /** For a rise the lower bound, for a fall the upper one: "at least so far". */
  readonly atLeast: number;
}

/** One-sided 97.5 %. */
const alpha = 0.05;

/**
 * The level since a bet's change point as a ratio of sums over sessions, relative to the season, with an asymptotic
 * confidence sequence (Waudby-Smith et al., Annals of Statistics 2024). `sums` as in `effectSlots`. Optimistic by
 * nature, since the change point was chosen by its maximum: a guide, not a theorem. Where all sessions are alike, no
 * variance is seen: what did not come in n events is rarer than −ln(.025)/n, else it would have (Hanley and
 * Lippman-Hand, JAMA 1983).
 */
export function estimateEffect(sums: ArrayLike<number>, direction: Direction): Effect {
  const [units = 0, a = 0, n = 0, aa = 0, an = 0, nn = 0] = Array.from(sums);
  if (!(units > 0) || !(n > 0)) return { current: 0, atLeast: 0 };
  const current = clamp(a / n);
  const variance = Math.max(0, aa - 2 * current * an + current * current * nn) / units;
  const seen = (Math.sqrt(variance) * confidenceSequenceWidth(units, alpha)) / (n / units);
  const width = variance > 0 ? seen : -Math.log(alpha / 2) / n;
  return { current, atLeast: clamp(direction === 'up' ? current - width : current + width) };
}

function clamp(level: number): number {
  return Math.min(1, Math.max(0, level));
}
