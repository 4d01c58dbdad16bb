import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { dayMs, defaultDriftSettings, hourMs, minuteMs } from './drift-settings.js';
import { newDriftState } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';
import type { Minute } from './order-units.js';
import type { SessionUnit } from './session-unit.js';
import { newVolumeWatch, watchVolume, withVolume } from './watch-volume.js';
import type { Recovery } from './watch-minute.js';

const startMs = Date.UTC(2026, 0, 5);

interface Traffic {
  readonly days: number;
  /** Sessions an hour at a time, ms since the start. */
  readonly hourly: (ms: number) => number;
  /** Sessions come in groups of so many; default: alone. */
  readonly group?: number;
}

/** Minutes of seeded traffic that have sessions: Poisson groups, drawn as waiting times. */
function minutesOf(seed: number, { days, hourly, group = 1 }: Traffic): Minute[] {
  const generator = xoroshiro128plus(seed);
  const minutes: Minute[] = [];
  for (let at = 0; at < days * dayMs; at += minuteMs) {
    const mean = hourly(at) / 60 / group;
    let groups = -1;
    for (let sum = 0; sum < mean; groups++) sum -= Math.log(1 - uniformFloat64(generator));
    const units = Array.from({ length: groups * group }, () => ({}) as SessionUnit);
    if (units.length > 0) minutes.push({ atMs: startMs + at, units });
  }
  return minutes;
}

function watch(minutes: readonly Minute[]) {
  return watchVolume(newVolumeWatch(startMs), minutes, defaultDriftSettings);
}

const cycle = (ms: number): number => 1 + 0.6 * Math.sin((2 * Math.PI * ms) / dayMs);
const burst =
  (factor: number, fromHour: number, toHour: number) =>
  (ms: number): number =>
    (ms >= fromHour * hourMs && ms < toHour * hourMs ? factor : 1) * 7 * cycle(ms);

/** Nobody comes in the first six hours of a day, but for one. */
const nights = (ms: number): number =>
  (ms / hourMs) % 24 >= 6 ? 40 : Math.floor(ms / dayMs) === 20 ? 20 : 0;

describe('the volume of sessions', () => {
  it.each([
    ['a daily cycle', { days: 50, hourly: (ms: number) => 7 * cycle(ms) }],
    ['hardly any traffic', { days: 50, hourly: () => 0.4 }],
    ['groups of five', { days: 50, hourly: () => 7, group: 5 }],
    [
      'a batch of sessions every night',
      { days: 50, hourly: (ms: number) => ((ms / hourMs) % 24 < 1 ? 90 : 7) },
    ],
    [
      'a batch every fifth night',
      { days: 50, hourly: (ms: number) => (ms % (5 * dayMs) < hourMs ? 300 : 7) },
    ],
    ['a night like a day, after silent ones', { days: 22, hourly: nights }],
    [
      'twice as much for a day',
      { days: 22, hourly: (ms: number) => (ms > 20 * dayMs && ms < 21 * dayMs ? 40 : 20) },
    ],
    ['the first days of a model', { days: 6, hourly: (ms: number) => (ms > 5 * dayMs ? 70 : 7) }],
    ['growth by half in a month', { days: 50, hourly: (ms: number) => 7 * 1.5 ** (ms / (30 * dayMs)) }],
  ])('is no burst in %s', (_what, traffic) => {
    const alarms = [1, 2].flatMap((seed) => watch(minutesOf(seed, traffic)).alarms);
    expect(alarms.map(({ explanation }) => explanation)).toEqual([]);
  });

  it('is a burst when it is tenfold for an hour, and over an hour later', () => {
    const [fromHour, toHour] = [20 * 24 + 8, 20 * 24 + 10];
    const { alarms, recoveries } = watch(minutesOf(4, { days: 22, hourly: burst(10, fromHour, toHour) }));
    const [alarm] = alarms as [DriftAlarm];
    expect(alarms).toHaveLength(1);
    expect((alarm.atMs - startMs) / hourMs - fromHour).toBeLessThan(1);
    expect(Math.abs((alarm.changeAtMs - startMs) / hourMs - fromHour)).toBeLessThan(0.25);
    expect(alarm.effectLow).toBeGreaterThan(3 * alarm.baseline);
    expect(alarm.explanation).toMatch(
      /^Traffic rose from \d+(?:\.\d)? to \d+(?:\.\d)? sessions an hour \(at least \d+(?:\.\d)?\) since 2026-01-25 0[78]:/,
    );
    const [{ endedAtMs }] = recoveries as [Recovery];
    expect((endedAtMs - startMs) / hourMs).toBe(toHour);
  });

  it.each([
    ['fourfold', 4, 'low'],
    ['twentyfold', 20, 'medium'],
  ])('is of a severity by its size: %s', (_what, factor, severity) => {
    const hourly = (ms: number): number => (ms > 20 * dayMs ? factor : 1) * 30;
    const { alarms } = watch(minutesOf(7, { days: 20.5, hourly }));
    expect(alarms.map((alarm) => alarm.severity)).toEqual([severity]);
  });

  it('is held to its own small part of the evidence, beside all that others have', () => {
    const { volume } = watch(minutesOf(8, { days: 20, hourly: () => 7 }));
    const next = { atMs: volume.lastMinuteMs + minuteMs, units: [{} as SessionUnit] };
    const alarmsAt = (alarmsWorth: number) => {
      const r = volume.r.map(() => alarmsWorth * defaultDriftSettings.arlMinutes);
      return watchVolume({ ...volume, r }, [next], defaultDriftSettings).alarms.length;
    };
    expect([alarmsAt(20), alarmsAt(100)]).toEqual([0, 1]);
  });

  it('is watched only where somebody asked for it', () => {
    const minutes = minutesOf(4, { days: 22, hourly: burst(10, 20 * 24 + 8, 20 * 24 + 10) });
    const found = (volume: boolean) => {
      const settings = { ...defaultDriftSettings, volume };
      const state = { ...newDriftState(settings), startMs };
      return withVolume({ state, alarms: [], recoveries: [] }, minutes);
    };
    expect(found(true).alarms).toHaveLength(1);
    expect(found(false).alarms).toEqual([]);
    expect(found(false).state.volume).toBeNull();
  });

  it('is told once where it stays, and usual a fortnight later', () => {
    const stays = burst(6, 20 * 24, Infinity);
    const { alarms, recoveries } = watch(minutesOf(5, { days: 50, hourly: stays }));
    expect(alarms).toHaveLength(1);
    expect(recoveries).toHaveLength(1);
    expect((recoveries[0]!.atMs - startMs) / dayMs).toBeLessThan(20 + 16);
  });

  it('gives the same in one go and in pieces, stored and read back', () => {
    const minutes = minutesOf(6, { days: 24, hourly: burst(10, 500, 504) });
    const whole = watch(minutes);
    let volume = newVolumeWatch(startMs);
    const alarms: DriftAlarm[] = [];
    for (let at = 0; at < minutes.length; at += 97) {
      const piece = watchVolume(volume, minutes.slice(at, at + 97), defaultDriftSettings);
      volume = JSON.parse(JSON.stringify(piece.volume)) as typeof volume;
      alarms.push(...piece.alarms);
    }
    expect(volume).toEqual(whole.volume);
    expect(alarms).toEqual(whole.alarms);
    expect(alarms).toHaveLength(1);
  });
});
