import { describe, expect, it } from '@jest/globals';
import { joinEpisode } from './drift-episode.js';
import { hourMs } from './drift-settings.js';
import type { DriftAlarm } from './explain-alarm.js';

const alarm = { feature: 'latency_ms', cause: 'latency_ms', atMs: 100 * hourMs } as DriftAlarm;
const episode = (hoursAgo: number) => ({ cause: 'refusal', lastAlarmMs: (100 - hoursAgo) * hourMs });

describe('joinEpisode', () => {
  it.each([
    ['the first one', null, false, 'latency_ms'],
    ['one within a day while another is away', episode(23), true, 'refusal'],
    ['one within a day when all were back', episode(23), false, 'latency_ms'],
    ['one after more than a day', episode(25), true, 'latency_ms'],
  ])('gives an alarm its cause: %s', (_what, before, isOn, cause) => {
    expect(joinEpisode(before, alarm, isOn)).toEqual({
      alarm: { ...alarm, cause },
      episode: { cause, lastAlarmMs: alarm.atMs },
    });
  });
});
