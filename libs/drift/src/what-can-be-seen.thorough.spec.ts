import { describe, expect, it } from '@jest/globals';
import { dayMs } from './drift-settings.js';
import { sessionsToAlarm, whatCanBeSeen } from './what-can-be-seen.js';
import { watchSimulated } from './watch-simulated.js';

const usual = { eventsPerDay: 2_000 };
const { state } = watchSimulated({ seed: 21, days: 1, usual });
const seen = ([feature, direction, score]: readonly [string, string, string]) =>
  whatCanBeSeen(state).find(
    (one) => one.feature === feature && one.direction === direction && one.score === score,
  )!;

describe('whatCanBeSeen', () => {
  it.each([
    ['a doubling of refusals', { refusal: 0.04 }, ['refusal', 'up', 'sum']],
    ['a halving of refusals', { refusal: 0.01 }, ['refusal', 'down', 'any']],
    ['a doubling of German', { german: 0.1 }, ['language', 'up', 'is:de']],
    ['responses of twice the length', { lengthShift: Math.log(2) / 0.6 }, ['response_length', 'up', 'pit']],
  ] as const)('says how many sessions %s takes, to a factor of two', (_what, after, name) => {
    const delays = [201, 202, 203, 204, 205].map((seed) => {
      const { alarms, changeAtMs } = watchSimulated({ seed, days: 20, usual, after, untilAlarm: true });
      return ((alarms[0]!.atMs - changeAtMs) / dayMs) * (usual.eventsPerDay / 6);
    });
    const median = delays.sort((a, b) => a - b)[2]!;
    const said = seen(name).doublingSessions!;
    expect(median / said).toBeGreaterThan(1 / 2);
    expect(median / said).toBeLessThan(2);
  });

  it('names a smallest change that is seen within a week, and nothing nearer is', () => {
    const { smallest, baseline } = seen(['refusal', 'up', 'sum']);
    expect(smallest!).toBeGreaterThan(1.15 * baseline);
    expect(smallest!).toBeLessThan(2 * baseline);
    const test = state.tests.find(({ feature, score }) => feature === 'refusal' && score === 'sum')!;
    const { arlMinutes } = state.settings;
    const week = 7 * test.usual.sessionsPerDay;
    expect(sessionsToAlarm(test, smallest!, arlMinutes)).toBeLessThanOrEqual(week);
    expect(sessionsToAlarm(test, smallest! - 0.1 * baseline, arlMinutes)).toBeGreaterThan(week);
  });

  it('needs larger changes where there is less traffic', () => {
    const small = watchSimulated({ seed: 22, days: 1, usual: { eventsPerDay: 300 } }).state;
    const few = whatCanBeSeen(small).find(({ feature, score }) => feature === 'refusal' && score === 'sum')!;
    expect(few.smallest!).toBeGreaterThan(1.3 * seen(['refusal', 'up', 'sum']).smallest!);
  });
});
