import type { Duration } from './summary-document.js';

/**
 * Median and 90th percentile by the nearest rank: values that were really there, since a handful is interpolated into
 * times that nobody took. Null of nothing.
 */
export function durationOf(minutes: readonly number[]): Duration {
  if (minutes.length === 0) return null;
  const sorted = [...minutes].sort((a, b) => a - b);
  const at = (q: number): number => Number(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!.toFixed(1));
  return { median: at(0.5), p90: at(0.9), n: sorted.length };
}
