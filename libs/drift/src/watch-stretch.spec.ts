import { describe, expect, it } from '@jest/globals';
import { buildTest } from './build-test.js';
import { dayMs, hourMs, minuteMs } from './drift-settings.js';
import { type DriftState, newDriftState } from './drift-state.js';
import { freshEvidence } from './evidence.js';
import { exampleLevel } from './example-level.js';
import type { Minute } from './order-units.js';
import { dayOf, emptyRecent } from './recent-sums.js';
import { watchStretch } from './watch-stretch.js';

const startMs = Date.UTC(2026, 0, 19);
const traits = {};
const tests = ['refusal', 'leak'].map((feature) => {
  const test = buildTest(feature, 'sum', 'up', { level: exampleLevel, traits: undefined })!;
  return { ...test, bets: test.bets.map((bet) => ({ ...bet, weight: bet.weight / 2 })) };
});
const settled: DriftState = {
  ...newDriftState(),
  ...{ phase: 'watching', startMs: startMs - 14 * dayMs, baseline: null, settledAtMs: startMs },
  ...{ tests, evidence: freshEvidence(tests, startMs), recent: emptyRecent(startMs) },
};

/** Minutes with a session each of four events, of which so many are refused and none leaks. */
function minutes(refused: readonly number[], firstAtMs = (atMs: number) => atMs): Minute[] {
  return refused.map((count, i) => {
    const atMs = startMs + 2 * dayMs + i * minuteMs;
    const rates = { refusal: [count, 4] as const, leak: [0, 4] as const };
    const unit = { key: String(i), firstAtMs: firstAtMs(atMs), emittedMinuteMs: atMs, rates };
    return { atMs, units: [{ ...unit, numbers: {}, categories: {} }] };
  });
}

const many = new Array<number>(40).fill(3);

describe('watchStretch', () => {
  const { alarms, state } = watchStretch(settled, minutes(many), { watchedFromMs: startMs, traits });

  it('tells a feature that has drifted once, and starts all evidence again', () => {
    expect(alarms.map(({ feature }) => feature)).toEqual(['refusal']);
    expect(state.evidence!.latches.map(({ feature }) => feature)).toEqual(['refusal']);
    const ofRefusal = tests[0]!.bets.length;
    expect(Math.max(...state.evidence!.r.slice(0, ofRefusal))).toBe(0);
    expect(Math.max(...state.evidence!.r.slice(ofRefusal))).toBeLessThan(many.length);
  });

  it('tells the level since the change, not since the baseline', () => {
    const quiet = new Array<number>(2_000).fill(0);
    const found = watchStretch(settled, minutes([...quiet, ...many]), { watchedFromMs: startMs, traits });
    expect(found.alarms[0]).toMatchObject({ feature: 'refusal', current: 0.75 });
    const changeAtMs = startMs + 2 * dayMs + quiet.length * minuteMs;
    expect(found.alarms[0]!.changeAtMs).toBe(changeAtMs);
  });

  it('keeps the days of a drift from the second clock, of that feature alone', () => {
    const day = dayOf(state.recent!, startMs + 2 * dayMs);
    expect(state.recent!.withheld).toEqual({ refusal: [day] });
  });

  it('takes sessions that began before the model was watched for no evidence', () => {
    const before = minutes(many, () => startMs - hourMs);
    const found = watchStretch(settled, before, { watchedFromMs: startMs, traits });
    expect(found.alarms).toEqual([]);
    expect(found.state.evidence).toEqual(settled.evidence);
  });
});
