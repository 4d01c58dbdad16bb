import { describe, expect, it } from '@jest/globals';
import { newDriftState } from './drift-state.js';
import { readDriftState, writeDriftState } from './state-text.js';
import { foldMinutes } from './fold-minutes.js';
import { type TrafficShape, simulateModel, usualTraffic } from './simulated-model.js';
import { watchSimulated } from './watch-simulated.js';

const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => 1_000 + i);

/** Events from the change to the first alarm; Infinity where there was none. */
function delayEvents(seed: number, days: number, after: Partial<TrafficShape>): number {
  const { alarms, changeAtMs } = watchSimulated({ seed, days, after, untilAlarm: true });
  const [first] = alarms;
  if (first === undefined) return Infinity;
  return ((first.atMs - changeAtMs) / 86_400_000) * usualTraffic.eventsPerDay;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

describe('the detector under no change', () => {
  it.each([
    ['independent events', {}],
    ['sessions that refuse as one (icc .2)', { icc: 0.2 }],
  ])('raises no alarm in 3 model-months of %s, where 0.33 a month are promised', (_what, shape) => {
    const alarms = seeds(3).flatMap((seed) => watchSimulated({ seed, days: 30, usual: shape }).alarms);
    expect(alarms).toEqual([]);
  });

  it('takes one long session of refusals for one session', () => {
    const model = simulateModel(7);
    let state = newDriftState();
    for (let day = 0; day < 15; day++) state = foldDay(state, model.day(day, usualTraffic));
    const [session] = model.day(15, usualTraffic);
    const hot = { ...session!, rates: { ...session!.rates, refusal: [16, 16] as const } };
    const { alarms } = foldMinutes(state, [hot], hot.emittedMinuteMs + 60_000);
    expect(alarms).toEqual([]);
  });
});

describe('the detector after a change', () => {
  it.each([
    ['refusals 2 → 4 %', { refusal: 0.04 }, { feature: 'refusal', direction: 'up' }, 4_000],
    ['refusals 2 → 10 %', { refusal: 0.1 }, { feature: 'refusal', direction: 'up' }, 500],
    ['refusals 2 → 0.2 %', { refusal: 0.002 }, { feature: 'refusal', direction: 'down' }, 4_000],
    ['longer responses, .3 sd', { lengthShift: 0.3 }, { feature: 'response_length', direction: 'up' }, 1_800],
    ['latency x 1.25 (.45 sd)', { latencyShift: 0.45 }, { feature: 'latency_ms', direction: 'up' }, 1_100],
  ] as const)('finds %s and names it', (_what, after, named, worstMedianEvents) => {
    expect(median(seeds(3).map((seed) => delayEvents(seed, 10, after)))).toBeLessThan(worstMedianEvents);
    const { alarms } = watchSimulated({ seed: 5, days: 10, after });
    expect(alarms[0]).toMatchObject(named);
  });

  it('says since when, from what to what, and at least how much', () => {
    const { alarms, changeAtMs } = watchSimulated({ seed: 3, days: 5, after: { refusal: 0.1 } });
    const [alarm] = alarms;
    expect(Math.abs(alarm!.changeAtMs - changeAtMs)).toBeLessThan(12 * 3_600_000);
    expect(alarm!.baseline).toBeCloseTo(0.02, 2);
    expect(alarm!.effectLow).toBeGreaterThan(alarm!.baseline);
    expect(alarm!.effectLow).toBeLessThan(alarm!.current);
    expect(alarm!.explanation).toMatch(
      /^refusal rose from \d\.\d % to \d+\.\d % \(at least \d+\.\d %\) since /,
    );
  });
});

describe('the fold', () => {
  const model = simulateModel(11);
  // Long enough for a provisional baseline, a settled one, and a second clock with a reference.
  const units = Array.from({ length: 27 }, (_, day) =>
    model.day(day, day < 25 ? usualTraffic : { ...usualTraffic, refusal: 0.3 }),
  ).flat();
  const endMs = Math.max(...units.map((unit) => unit.emittedMinuteMs)) + 60_000;
  const whole = foldMinutes(newDriftState(), units, endMs);

  it('gives the same bits whatever the order of arrival', () => {
    const shuffled = [...units].sort((a, b) => (Number(a.key) % 7) - (Number(b.key) % 7));
    expect(writeDriftState(foldMinutes(newDriftState(), shuffled, endMs).state)).toBe(
      writeDriftState(whole.state),
    );
    expect(whole.alarms.length).toBeGreaterThan(0);
    expect(whole.state.tests.some(({ clock }) => clock === 'trailing')).toBe(true);
  });

  it('gives the same bits in one go and in pieces, stored and read back in between', () => {
    let state = newDriftState();
    const alarms: unknown[] = [];
    // Pieces of an uneven length, counted from the first unit.
    const firstMs = Math.floor(Math.min(...units.map(({ firstAtMs }) => firstAtMs)) / 60_000) * 60_000;
    for (let from = firstMs; from < endMs; from += 7 * 3_600_000) {
      const to = Math.min(endMs, from + 7 * 3_600_000);
      const part = units.filter(({ emittedMinuteMs: at }) => at >= from && at < to);
      const folded = foldMinutes(readDriftState(writeDriftState(state))!, part, to);
      state = folded.state;
      alarms.push(...folded.alarms);
    }
    expect(writeDriftState(state)).toBe(writeDriftState(whole.state));
    expect(alarms).toEqual(whole.alarms);
  });

  it('does not read what an older build wrote', () => {
    const { format: _format, ...older } = newDriftState();
    expect(readDriftState(JSON.stringify(older))).toBeUndefined();
  });

  it('refuses a unit of a minute that has been folded', () => {
    expect(() => foldMinutes(whole.state, units.slice(0, 1), endMs)).toThrow(RangeError);
  });
});

function foldDay(state: ReturnType<typeof newDriftState>, units: Parameters<typeof foldMinutes>[1]) {
  return foldMinutes(state, units, state.foldedThroughMs ?? 0).state;
}
