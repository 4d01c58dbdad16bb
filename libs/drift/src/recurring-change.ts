import type { DriftAlarm } from './explain-alarm.js';

/** By feature and direction: when its last changes began, the latest last. Plain JSON. */
export type LastChanges = Readonly<Record<string, readonly number[]>>;

/** Two gaps make a period where the shorter one is at least this part of the longer. */
const regularity = 0.9;
const remembered = 2;

/**
 * The alarm, told as periodic where it is at least the third change of its kind and they began at about equal
 * distances; and the changes with its own.
 */
export function joinChanges(
  changes: LastChanges,
  alarm: DriftAlarm,
): { readonly alarm: DriftAlarm; readonly changes: LastChanges } {
  const kind = JSON.stringify([alarm.feature, alarm.score, alarm.direction]);
  const earlier = changes[kind] ?? [];
  const times = [...earlier, alarm.changeAtMs];
  const gaps = times.slice(1).map((atMs, i) => atMs - times[i]!);
  const isRegular =
    gaps.length === remembered &&
    Math.min(...gaps) > 0 &&
    Math.min(...gaps) >= regularity * Math.max(...gaps);
  return {
    alarm: isRegular
      ? { ...alarm, shape: 'periodic', everyMs: (times.at(-1)! - times[0]!) / remembered }
      : alarm,
    changes: { ...changes, [kind]: times.slice(-remembered) },
  };
}
