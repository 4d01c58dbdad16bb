const minuteMs = 60_000;

/** Whether a change began with a deploy, as far as that can be known: within 10 minutes, or a tenth of the delay. */
export function isOfDeploy(changeAtMs: number, deployedAtMs: number, atMs: number): boolean {
  return Math.abs(changeAtMs - deployedAtMs) <= Math.max(10 * minuteMs, (atMs - deployedAtMs) / 10);
}
