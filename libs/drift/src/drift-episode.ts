import { hourMs } from './drift-settings.js';
import type { Episode } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';

/** A change that moves many features is told by one after the other: the slowest may take a day. */
const longestPauseMs = 24 * hourMs;

/**
 * The alarm with its cause, the feature that drifted first: that of the episode under way where the last alarm is
 * less than a day ago and at least one feature has not returned (`isOn`), else its own.
 */
export function joinEpisode(
  episode: Episode | null,
  alarm: DriftAlarm,
  isOn: boolean,
): { readonly alarm: DriftAlarm; readonly episode: Episode } {
  const joins = episode !== null && isOn && alarm.atMs - episode.lastAlarmMs <= longestPauseMs;
  const cause = joins ? episode.cause : alarm.feature;
  return { alarm: { ...alarm, cause }, episode: { cause, lastAlarmMs: alarm.atMs } };
}
