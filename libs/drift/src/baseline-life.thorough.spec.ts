import { describe, expect, it } from '@jest/globals';
import { promoteBaseline, resetBaseline, withPlannedChange } from './baseline-orders.js';
import { dayMs, hourMs } from './drift-settings.js';
import { type DriftState, baselineLabel, newDriftState } from './drift-state.js';
import { foldMinutes } from './fold-minutes.js';
import { type TrafficShape, simulateModel, simulationStartMs, usualTraffic } from './simulated-model.js';
import { watchSimulated } from './watch-simulated.js';

const levelOf = ({ tests }: DriftState, clock: string): number =>
  tests.find((test) => test.clock === clock && test.feature === 'refusal' && test.direction === 'up')!.p;

/** The state after more days of a model whose clock stands where the state ends. */
function goOn(state: DriftState, seed: number, days: number, shape: Partial<TrafficShape>) {
  const model = simulateModel(seed);
  const first = Math.ceil((state.foldedThroughMs! - simulationStartMs) / dayMs);
  const endMs = simulationStartMs + (first + days) * dayMs;
  const units = Array.from({ length: days }, (_, day) =>
    model.day(first + day, { ...usualTraffic, ...shape }),
  ).flat();
  return foldMinutes(
    state,
    units.filter(({ emittedMinuteMs }) => emittedMinuteMs < endMs),
    endMs,
  );
}

describe('a provisional baseline', () => {
  it('finds what changes in the second week, and what it had learnt stays usual', () => {
    const during = (at: number) => (at >= 9 ? { refusal: 0.12 } : {});
    const { alarms, state, changeAtMs } = watchSimulated({
      seed: 42,
      days: 2,
      during,
      after: { refusal: 0.12 },
    });
    expect(alarms[0]).toMatchObject({ feature: 'refusal', direction: 'up' });
    expect(alarms[0]!.atMs).toBeLessThan(changeAtMs - 4 * dayMs);
    expect(baselineLabel(state)).toBe('settled');
    expect(levelOf(state, 'anchored')).toBeLessThan(0.03);
  });

  it('is settled later for a feature that had left it, by the week after its return', () => {
    const during = (at: number) => (at >= 9 ? { refusal: 0.12 } : {});
    const after = (day: number) => (day < 2 ? { refusal: 0.12 } : {});
    expect(watchSimulated({ seed: 42, days: 6, during, after }).state.unsettled).toEqual(['refusal']);
    const { state } = watchSimulated({ seed: 42, days: 16, during, after });
    expect(state.unsettled).toEqual([]);
    expect(levelOf(state, 'anchored')).toBeCloseTo(0.02, 2);
  });

  it('is settled by all of its days', () => {
    const model = simulateModel(41);
    const days = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, day) => model.day(from + day, usualTraffic)).flat();
    const endMs = (day: number) => simulationStartMs + day * dayMs;
    const [first, rest] = [days(0, 8), days(8, 15)];
    const due = first.filter(({ emittedMinuteMs }) => emittedMinuteMs < endMs(8));
    const week = foldMinutes(newDriftState(), due, endMs(8)).state;
    expect(baselineLabel(week)).toBe('provisional');
    // Numbers have been scored for four days only: how far they wander does not show yet.
    expect(new Set(week.tests.map(({ feature }) => feature))).toEqual(
      new Set(['language', 'pii', 'refusal']),
    );
    const late = first.filter(({ emittedMinuteMs }) => emittedMinuteMs >= endMs(8));
    const whole = foldMinutes(week, [...late, ...rest], endMs(16)).state;
    expect(baselineLabel(whole)).toBe('settled');
    const error = (state: DriftState) => state.tests.find(({ score }) => score === 'sum')!.se;
    expect(error(whole)).toBeLessThan(error(week));
  });
});

describe('the second clock', () => {
  it('has a week as its reference once that and two days are over', () => {
    expect(watchSimulated({ seed: 43, days: 9 }).state.tests.some(({ clock }) => clock === 'trailing')).toBe(
      false,
    );
    const { state } = watchSimulated({ seed: 43, days: 11 });
    expect(levelOf(state, 'trailing')).toBeCloseTo(0.02, 2);
  });

  it('sees a step that the baseline allows, after a slow way there', () => {
    const usual = { eventsPerDay: 12_000, refusal: 0.2 };
    const after = (day: number) => ({ refusal: day < 12 ? 0.178 : 0.24 });
    const { alarms, changeAtMs } = watchSimulated({ seed: 44, days: 14, usual, after });
    const [alarm] = alarms;
    expect(alarm).toMatchObject({ feature: 'refusal', direction: 'up', clock: 'trailing' });
    expect(alarm!.atMs - changeAtMs).toBeGreaterThan(12 * dayMs);
    expect(alarm!.explanation).toContain(', held against the week before, since ');
  });

  it('does not follow a frog that is boiled slowly, and the first one hears it', () => {
    const usual = { eventsPerDay: 3_000, refusal: 0.04 };
    const after = (day: number) => ({ refusal: 0.04 * (1 + day / 50) });
    const { alarms, state } = watchSimulated({ seed: 45, days: 60, usual, after });
    expect(alarms[0]).toMatchObject({ feature: 'refusal', direction: 'up', clock: 'anchored' });
    // The truth has come to .088.
    expect(levelOf(state, 'trailing')).toBeLessThan(0.06);
  });

  it('learns nothing from the days of an incident that is over', () => {
    const after = (day: number) => (day >= 12 && day < 16 ? { refusal: 0.1 } : {});
    const { recoveries, state } = watchSimulated({ seed: 54, days: 23, after });
    expect(recoveries).toHaveLength(1);
    expect(levelOf(state, 'trailing')).toBeLessThan(0.03);
  });

  it('forgets: what is remembered does not grow with time', () => {
    const size = (days: number) => JSON.stringify(watchSimulated({ seed: 46, days }).state).length;
    expect(size(60)).toBeLessThan(1.2 * size(20));
  });
});

describe('resetBaseline', () => {
  it('learns the model anew, from sessions that began later', () => {
    const { state } = watchSimulated({ seed: 47, days: 2 });
    const reset = resetBaseline(state);
    expect([baselineLabel(reset), reset.foldedThroughMs]).toEqual(['learning', state.foldedThroughMs]);
    const again = goOn(reset, 48, 22, { refusal: 0.2 });
    expect(again.alarms).toEqual([]);
    expect(again.state.startMs).toBeGreaterThanOrEqual(state.foldedThroughMs!);
    expect(levelOf(again.state, 'anchored')).toBeCloseTo(0.2, 1);
  });
});

describe('promoteBaseline', () => {
  const drifted = watchSimulated({ seed: 49, days: 7, after: { refusal: 0.1 } });

  it('takes the level that a feature has drifted to for usual', () => {
    expect(drifted.alarms.map(({ feature }) => feature)).toEqual(['refusal']);
    const promoted = promoteBaseline(drifted.state, {});
    expect(promoted).toMatchObject({ ok: true, value: { evidence: { latches: [] } } });
    if (!promoted.ok) return;
    expect(levelOf(promoted.value, 'anchored')).toBeCloseTo(0.1, 1.5);
    expect(goOn(promoted.value, 50, 14, { refusal: 0.1 }).alarms).toEqual([]);
    const back = goOn(promoted.value, 51, 10, { refusal: 0.02 });
    expect(back.alarms[0]).toMatchObject({ feature: 'refusal', direction: 'down' });
  });

  it('waits until a level is known of three whole days', () => {
    const young = watchSimulated({ seed: 49, days: 2, after: { refusal: 0.1 } }).state;
    expect(promoteBaseline(young, {})).toEqual({ ok: false, error: 'too-few-days' });
    expect(promoteBaseline(resetBaseline(young), {})).toEqual({ ok: false, error: 'learning' });
  });
});

describe('withPlannedChange', () => {
  const { alarms } = watchSimulated({ seed: 52, days: 2, after: { refusal: 0.3 }, untilAlarm: true });
  const alarm = alarms[0]!;
  const plan = (fromMs: number, note: string) => ({ fromMs, untilMs: fromMs + hourMs, note });

  it('tells drift of a planned change as such, in one line, and no other', () => {
    const { severity, explanation } = withPlannedChange(alarm, [
      plan(alarm.changeAtMs, 'v2\n<@all> rollout'),
    ]);
    expect([severity, explanation]).toEqual(['low', `${alarm.explanation}; planned: v2   all  rollout`]);
    expect(withPlannedChange(alarm, [plan(alarm.changeAtMs + 4 * hourMs, 'later')])).toBe(alarm);
  });
});

describe('alarms of one change', () => {
  it('have one cause, and those of another change another', () => {
    const all = { refusal: 0.1, lengthShift: 0.5, latencyShift: 0.6 };
    const after = (day: number) => (day < 3 ? all : day < 20 ? {} : { german: 0.5 });
    const { alarms } = watchSimulated({ seed: 53, days: 23, usual: { eventsPerDay: 3_000 }, after });
    const first = alarms.filter(({ feature }) => feature !== 'language');
    expect(first.map(({ feature }) => feature).sort()).toEqual(['latency_ms', 'refusal', 'response_length']);
    expect(new Set(first.map(({ cause }) => cause))).toEqual(new Set([first[0]!.feature]));
    const last = alarms.filter(({ feature }) => feature === 'language');
    expect(new Set(last.map(({ cause }) => cause))).toEqual(new Set(['language']));
  });
});
