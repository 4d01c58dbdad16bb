import { describe, expect, it } from '@jest/globals';
import { type PlannedChange, promoteBaseline, withPlannedChange } from './baseline-orders.js';
import { addToBaseline } from './baseline-sums.js';
import { buildTest } from './build-test.js';
import { dayMs, hourMs } from './drift-settings.js';
import { type DriftState, newDriftState } from './drift-state.js';
import { freshEvidence } from './evidence.js';
import { exampleLevel } from './example-level.js';
import type { DriftAlarm } from './explain-alarm.js';
import { emptyRecent, withhold } from './recent-sums.js';
import { exampleUnit } from './example-unit.js';

const startMs = Date.UTC(2026, 0, 19);
const tests = ['leak', 'refusal'].map((feature) =>
  buildTest(feature, 'sum', 'up', { level: exampleLevel, traits: undefined })!,
);

/** A model whose refusals have drifted from 4 to 8 in a hundred on a day, and whose leaks stand at 2. */
function driftedOn(driftDay: number, days: number): DriftState {
  const recent = emptyRecent(startMs);
  for (let i = 0; i < days * 500; i++) {
    const atMs = startMs + (i * dayMs) / 500;
    const percent = atMs < startMs + driftDay * dayMs ? 4 : 8;
    const rates = {
      refusal: [(i * 61) % 100 < percent ? 1 : 0, 1] as const,
      leak: [(i * 61) % 100 < 2 ? 1 : 0, 1] as const,
    };
    const unit = exampleUnit(i, atMs, rates);
    addToBaseline(recent.sums, unit, { startMs, histograms: {}, edgesAtMs: startMs, withSegments: false });
  }
  const latch = {
    ...{ feature: 'refusal', test: 1, tests: [1], cusum: 1, sinceMs: 0, mark: [], wanders: false },
    ...{ changeAtMs: startMs + driftDay * dayMs, backSinceMs: 0, backCusum: 1 },
    ...{ back: { m: 0.05, lambdas: [], r: [] }, worse: { m: 0.05, lambdas: [], r: [] } },
  };
  const endMs = startMs + days * dayMs;
  return {
    ...newDriftState(),
    ...{ phase: 'watching', startMs: startMs - 14 * dayMs, baseline: null, settledAtMs: startMs, tests },
    foldedThroughMs: endMs,
    evidence: { ...freshEvidence(tests, startMs), latches: [latch] },
    recent: withhold(recent, 'refusal', startMs + driftDay * dayMs, endMs - 1),
  };
}

describe('promoteBaseline', () => {
  it('takes the days since a drift for usual of what has drifted, and all of what has not', () => {
    const promoted = promoteBaseline(driftedOn(3, 9), {});
    if (!promoted.ok) throw new Error(promoted.error);
    const levelOf = (feature: string) => promoted.value.tests.find((test) => test.feature === feature)?.p;
    expect(levelOf('refusal')).toBeCloseTo(0.08, 9);
    expect(levelOf('leak')).toBeCloseTo(0.02, 9);
    expect(promoted.value.evidence!.latches).toEqual([]);
    expect(promoted.value.settledAtMs).toBe(startMs + 9 * dayMs);
  });

  it.each([
    ['too few whole days of a drift', driftedOn(6, 9), 'too-few-days'],
    ['too few days at all', driftedOn(0, 2), 'too-few-days'],
    ['a model that is learnt', newDriftState(), 'learning'],
  ])('refuses %s', (_what, state, error) => {
    expect(promoteBaseline(state, {})).toEqual({ ok: false, error });
  });
});

describe('withPlannedChange', () => {
  const alarm = { changeAtMs: startMs, severity: 'high', explanation: 'Refusals rose' } as DriftAlarm;
  const plan = (from: number, until: number): PlannedChange => ({
    ...{ fromMs: startMs + from * hourMs, untilMs: startMs + until * hourMs, note: 'guardrails <v3>' },
  });

  it.each([
    ['in its time', plan(-1, 1), true],
    ['up to two hours before it', plan(1.9, 5), true],
    ['up to two hours after it', plan(-5, -1.9), true],
    ['long before it', plan(2.1, 5), false],
    ['long after it', plan(-5, -2.1), false],
  ])('tells an alarm as planned that began %s', (_what, planned, isPlanned) => {
    const { severity, explanation } = withPlannedChange(alarm, [planned]);
    expect([severity, explanation]).toEqual(
      isPlanned ? ['low', 'Refusals rose; planned: guardrails  v3 '] : ['high', 'Refusals rose'],
    );
  });
});
