import type { SessionUnit } from './session-unit.js';

/** All units emitted in one minute, in the fixed order of multiplication. */
export interface Minute {
  readonly atMs: number;
  readonly units: readonly SessionUnit[];
}

/** The minutes that have units, in order. */
export function byMinute(units: readonly SessionUnit[]): Minute[] {
  const sorted = [...units].sort(byMinuteThenStart);
  const minutes: Minute[] = [];
  for (let at = 0; at < sorted.length;) {
    const atMs = sorted[at]!.emittedMinuteMs;
    let end = at;
    while (sorted[end]?.emittedMinuteMs === atMs) end++;
    minutes.push({ atMs, units: sorted.slice(at, end) });
    at = end;
  }
  return minutes;
}

/** A fixed order of multiplication. */
function byMinuteThenStart(a: SessionUnit, b: SessionUnit): number {
  return a.emittedMinuteMs - b.emittedMinuteMs || a.firstAtMs - b.firstAtMs || (a.key < b.key ? -1 : 1);
}
