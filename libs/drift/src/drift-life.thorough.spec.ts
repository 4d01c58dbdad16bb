import { describe, expect, it } from '@jest/globals';
import { dayMs, hourMs } from './drift-settings.js';
import { changeShape, withShape } from './change-shape.js';
import { changeOrigin, withOrigin } from './explain-segments.js';
import { newDriftState } from './drift-state.js';
import { foldMinutes } from './fold-minutes.js';
import { simulateModel, simulationStartMs, usualTraffic } from './simulated-model.js';
import type { Recovery } from './watch-minute.js';
import { watchSimulated } from './watch-simulated.js';

describe('a feature that has alarmed', () => {
  it('alarms once while the drift lasts', () => {
    const { alarms, recoveries } = watchSimulated({ seed: 1, days: 25, after: { refusal: 0.08 } });
    expect(alarms.map(({ feature }) => feature)).toEqual(['refusal']);
    expect(recoveries).toEqual([]);
  });

  it('is known to be back when it is, and alarms again the next time', () => {
    const after = (day: number) => (day < 4 || (day >= 20 && day < 24) ? { refusal: 0.1 } : {});
    const { alarms, recoveries, changeAtMs } = watchSimulated({ seed: 2, days: 30, after });
    expect(alarms.map(({ feature }) => feature)).toEqual(['refusal', 'refusal']);
    const days = recoveries.map(({ atMs }) => Math.floor((atMs - changeAtMs) / dayMs));
    expect(days).toHaveLength(2);
    expect(days[0]).toBeGreaterThanOrEqual(4);
    expect(days[0]).toBeLessThan(8);
  });

  it('is over from when it was to when it was not, and as a pulse soon', () => {
    const usual = { eventsPerDay: 6_000 };
    const { alarms, recoveries, changeAtMs } = watchSimulated({
      ...{ seed: 1, days: 4, usual },
      alter: inHours(2, 4, [1], { ...usual, refusal: 0.2 }),
    });
    expect(alarms).toHaveLength(1);
    const [{ atMs, changeAtMs: fromMs, endedAtMs }] = recoveries as [Recovery];
    const hourOf = (ms: number): number => (ms - changeAtMs) / hourMs - 24;
    expect(hourOf(fromMs)).toBeGreaterThan(1);
    expect(hourOf(fromMs)).toBeLessThan(3);
    expect(hourOf(endedAtMs)).toBeGreaterThan(3.5);
    expect(hourOf(endedAtMs)).toBeLessThan(4.5);
    expect(hourOf(atMs)).toBeLessThan(24);
  });

  it('is one drift while it swings back for hours', () => {
    const usual = { eventsPerDay: 6_000 };
    // Two days of refusals, ten hours without, two days of them again.
    const alter = inHours(8, 18, [2], usual);
    const after = (day: number) => (day < 5 ? { refusal: 0.08 } : {});
    const { alarms, recoveries } = watchSimulated({ seed: 5, days: 9, usual, after, alter });
    expect(alarms.map(({ feature }) => feature)).toEqual(['refusal']);
    expect(recoveries).toHaveLength(1);
  });

  it('is told as periodic when it comes every night', () => {
    const usual = { eventsPerDay: 6_000 };
    const alter = inHours(2, 4, [1, 2, 3], { ...usual, refusal: 0.2 });
    const { alarms, state } = watchSimulated({ seed: 2, days: 5, usual, alter });
    expect(alarms.map(({ shape }) => shape)).toEqual([undefined, undefined, 'periodic']);
    const told = withShape(alarms[2]!, changeShape(alarms[2]!, state, []));
    expect(told.explanation).toMatch(/, again and again, about every 24 hours$/);
  });

  it('alarms again when it gets much worse', () => {
    const after = (day: number) => ({ refusal: day < 10 ? 0.05 : 0.4 });
    const { alarms, changeAtMs } = watchSimulated({ seed: 3, days: 12, after });
    expect(alarms.map(({ feature }) => feature)).toEqual(['refusal', 'refusal']);
    expect(alarms[1]!.atMs - changeAtMs).toBeGreaterThan(10 * dayMs);
    expect(alarms[1]!.atMs - changeAtMs).toBeLessThan(11 * dayMs);
  });
});

describe('a baseline with an incident in it', () => {
  const during = (day: number) => (day === 6 ? { refusal: 0.3 } : {});

  it('leaves its day out', () => {
    const { state } = watchSimulated({ seed: 4, days: 1, during });
    const test = state.tests.find(({ feature, direction }) => feature === 'refusal' && direction === 'up');
    expect(test!.p).toBeGreaterThan(0.016);
    expect(test!.p).toBeLessThan(0.024);
    expect(test!.wander).toBe(0);
  });

  it('finds the next one, and says nothing while there is none', () => {
    const next = watchSimulated({ seed: 4, days: 10, during, after: { refusal: 0.05 } });
    expect(next.alarms[0]).toMatchObject({ feature: 'refusal', direction: 'up' });
    expect(watchSimulated({ seed: 4, days: 30, during }).alarms).toEqual([]);
  });

  it.each([
    ['two hours of refusals', 2, { refusal: 0.3 }, { refusal: 0.04 }],
    ['three hours of slow answers', 3, { latencyShift: 2.2 }, { latencyShift: 0.45 }],
  ])('finds what comes after %s as if there had been none', (_what, hours, incident, after) => {
    const usual = { eventsPerDay: 3_000 };
    const other = simulateModel(77);
    const isIn = ({ firstAtMs }: Unit): boolean => {
      const hour = (firstAtMs / hourMs) % 24;
      return hour >= 10 && hour < 10 + hours;
    };
    const alter = (units: readonly Unit[], day: number): readonly Unit[] =>
      day !== -8
        ? units
        : [
            ...units.filter((unit) => !isIn(unit)),
            ...other.day(6, { ...usualTraffic, ...usual, ...incident }).filter(isIn),
          ].map((unit, i) => ({ ...unit, key: `${unit.key} ${i}` }));
    const eventsOf = (more: object): number => {
      const { alarms, changeAtMs } = watchSimulated({
        ...{ seed: 4, days: 12, usual, after, untilAlarm: true },
        ...more,
      });
      return ((alarms[0]?.atMs ?? Infinity) - changeAtMs) / (dayMs / usual.eventsPerDay);
    };
    expect(eventsOf({ alter })).toBeLessThan(1.2 * eventsOf({}));
  });

  it('keeps a weekend that is not like the week', () => {
    const usual = { weekendRates: 6, refusal: 0.02 };
    const settings = {
      baselineMs: 7 * dayMs,
      provisionalMs: 7 * dayMs,
      edgesMs: 3 * dayMs,
      arlMinutes: 129_600,
    };
    const { alarms } = watchSimulated({ seed: 6, days: 21, usual, settings });
    expect(alarms.filter(({ feature }) => feature === 'refusal')).toEqual([]);
  });
});

describe('one actor with thousands of sessions', () => {
  const ofActors = (units: readonly Unit[]): Unit[] =>
    units.map((unit) => ({ ...unit, actor: Number(unit.key) % 300 }));
  const hot = (units: readonly Unit[]): Unit[] =>
    Array.from({ length: 3_000 }, (_, i) => ({
      ...{ ...units[i % units.length]!, key: `hot ${i}`, actor: 4_000 },
      rates: { refusal: [i % 2, 1] as const, pii: [0, 1] as const },
    }));
  const alter = (units: readonly Unit[], day: number): Unit[] =>
    ofActors(day === 6 ? [...units, ...hot(units)] : units);

  it('is no drift of the traffic', () => {
    expect(watchSimulated({ seed: 61, days: 12, alter }).alarms).toEqual([]);
  });

  it('would be without the actor, and the traffic is still watched', () => {
    const nameless = (units: readonly Unit[], day: number): Unit[] =>
      alter(units, day).map(({ actor: _, ...unit }) => unit);
    expect(watchSimulated({ seed: 61, days: 8, alter: nameless }).alarms[0]).toMatchObject({
      feature: 'refusal',
    });
    const { alarms } = watchSimulated({ seed: 61, days: 6, alter: ofActors, after: { refusal: 0.06 } });
    expect(alarms[0]).toMatchObject({ feature: 'refusal', direction: 'up' });
  });
});

describe('a category that is nearly all there is', () => {
  // Such a one cannot rise, so it has no test; it is not "other" for that.
  const usual = { german: 0, copies: 1 };

  it('is not taken for a rare value', () => {
    const only = (units: readonly Unit[]): Unit[] =>
      units.map((unit) => ({ ...unit, categories: { script: { 'is:latin': unit.rates['refusal']![1] } } }));
    const model = simulateModel(97);
    const units = Array.from({ length: 30 }, (_, day) =>
      only(model.day(day, { ...usualTraffic, ...usual })),
    ).flat();
    const { alarms, state } = foldMinutes(newDriftState(), units, simulationStartMs + 31 * dayMs);
    expect(state.tests.filter(({ feature }) => feature === 'script').map(({ score }) => score)).toEqual([
      'other',
    ]);
    expect(alarms).toEqual([]);
  });
});

describe('where a change comes from', () => {
  const baseline = foldDays(0, 15, usualTraffic, newDriftState());

  it.each([
    ['the sessions in German', (german: boolean) => german, '"de"'],
    ['all sessions', () => true, undefined],
  ] as const)('is found where refusals rise in %s', (_what, isHit, named) => {
    const { alarm, state, units } = alarmOf((unit) => {
      const german = 'is:de' in (unit.categories['language'] ?? {});
      const [, n] = unit.rates['refusal']!;
      const hit = isHit(german) && Number(unit.key) % (named === undefined ? 8 : 1) === 0;
      return hit ? { ...unit, rates: { ...unit.rates, refusal: [n, n] as const } } : unit;
    });
    const origin = changeOrigin(alarm, state, units);
    expect(origin).toMatchObject({ cause: 'model' });
    const { explanation } = withOrigin(alarm, origin, { language: { label: 'Language' } });
    if (named === undefined) expect(origin?.segment).toBeUndefined();
    else expect(explanation).toMatch(/, \d+ % of it where language is "de"; not by a change of mix$/);
  });

  function alarmOf(change: (unit: Unit) => Unit) {
    const model = simulateModel(99);
    const units = [15, 16, 17, 18].flatMap((day) => model.day(day, usualTraffic)).map(change);
    const endMs = simulationStartMs + 20 * dayMs;
    const { alarms, state } = foldMinutes(baseline, units, endMs);
    const alarm = alarms.find(({ feature }) => feature === 'refusal');
    return { alarm: alarm!, state, units };
  }
});

/** Sessions of other traffic in the place of those that begin in these hours of these days after the baseline. */
function inHours(from: number, to: number, days: readonly number[], other: Partial<typeof usualTraffic>) {
  const model = simulateModel(900_001);
  const isIn = ({ firstAtMs }: Unit): boolean => {
    const hour = (firstAtMs / hourMs) % 24;
    return hour >= from && hour < to;
  };
  return (units: readonly Unit[], day: number): readonly Unit[] =>
    days.includes(day)
      ? [
          ...units.filter((unit) => !isIn(unit)),
          ...model
            .day(day + 14, { ...usualTraffic, ...other })
            .filter(isIn)
            .map((unit) => ({ ...unit, key: `other ${unit.key}` })),
        ]
      : units;
}

type Unit = Parameters<typeof foldMinutes>[1][number];

function foldDays(
  from: number,
  to: number,
  shape: typeof usualTraffic,
  state: ReturnType<typeof newDriftState>,
) {
  const model = simulateModel(98);
  const units = Array.from({ length: to - from }, (_, day) => model.day(from + day, shape)).flat();
  const endMs = simulationStartMs + to * dayMs;
  const due = units.filter(({ emittedMinuteMs }) => emittedMinuteMs < endMs);
  return foldMinutes(state, due, endMs).state;
}
