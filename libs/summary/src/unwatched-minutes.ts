import type { CoverageGap } from '#contracts';

/** A stretch of time, half-open. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Whole minutes of `within` that at least one gap covers; a gap without an end lasts to the end of `within`. */
export function unwatchedMinutes(
  gaps: readonly Pick<CoverageGap, 'fromMs' | 'untilMs'>[],
  within: Stretch,
): number {
  const clipped = gaps
    .map(({ fromMs, untilMs }) => ({
      fromMs: Math.max(fromMs, within.fromMs),
      untilMs: Math.min(untilMs ?? Infinity, within.untilMs),
    }))
    .filter(({ fromMs, untilMs }) => untilMs > fromMs)
    .sort((a, b) => a.fromMs - b.fromMs);
  let [coveredMs, reachedMs] = [0, within.fromMs];
  for (const { fromMs, untilMs } of clipped) {
    coveredMs += Math.max(0, untilMs - Math.max(fromMs, reachedMs));
    reachedMs = Math.max(reachedMs, untilMs);
  }
  return Math.round(coveredMs / 60_000);
}
