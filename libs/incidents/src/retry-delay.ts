const steps = [30_000, 60_000, 120_000];
const longest = 300_000;

/**
 * How long to wait after the `attempt`-th failed attempt (1 and up): 30, 60, 120 s, then 5 minutes, plus up to a
 * fifth by `jitter` (0..1), so that many waiting messages do not come back at once.
 */
export function retryDelayMs(attempt: number, jitter: number): number {
  const step = steps[attempt - 1] ?? longest;
  return Math.round(step * (1 + jitter / 5));
}
