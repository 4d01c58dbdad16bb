import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { buildTest } from './build-test.js';
import { changeShape, sessionsAround, withShape } from './change-shape.js';
import { dayMs, hourMs, minuteMs } from './drift-settings.js';
import { newDriftState } from './drift-state.js';
import { exampleLevel } from './example-level.js';
import type { DriftAlarm } from './explain-alarm.js';
import type { SessionUnit } from './session-unit.js';

const startMs = Date.UTC(2026, 0, 19);
const count = 800;
const test = buildTest('refusal', 'sum', 'up', { level: { ...exampleLevel, p: 0.1 }, traits: undefined })!;
const state = { ...newDriftState(), tests: [test], startMs };
const atMs = startMs + count * minuteMs;
const alarm = {
  ...{ feature: 'refusal', score: 'sum', direction: 'up', clock: 'anchored', atMs },
  ...{ changeAtMs: startMs + (count / 2) * minuteMs, explanation: 'Refusals rose' },
} as DriftAlarm;

/** Sessions of ten events, one a minute, drawn at a level by how far they are (0..1). */
function sessions(level: (part: number) => number): SessionUnit[] {
  const generator = xoroshiro128plus(1);
  return Array.from({ length: count }, (_, i) => {
    const hits = Array.from({ length: 10 }, () => uniformFloat64(generator) < level(i / count));
    const firstAtMs = startMs + i * minuteMs;
    const rates = { refusal: [hits.filter(Boolean).length, 10] as const };
    return { key: String(i), firstAtMs, emittedMinuteMs: firstAtMs, rates, numbers: {}, categories: {} };
  });
}

describe('the shape of a change', () => {
  it.each([
    ['all at once', (part: number) => (part < 0.5 ? 0.1 : 0.4), 'step'],
    ['little by little', (part: number) => (part < 0.5 ? 0.1 : 0.1 + 0.8 * (part - 0.5)), 'ramp'],
    ['neither clearly', (part: number) => 0.1 + 0.05 * Math.min(1, Math.max(0, 2 * part - 0.6)), undefined],
  ] as const)('is told by its sessions: %s', (_what, level, shape) => {
    expect(changeShape(alarm, state, sessions(level))).toBe(shape);
  });

  it('is that of the version where the change came with it', () => {
    const against = { version: '2', predecessor: '1', beside: false };
    const withIt = { ...alarm, against, changeAtMs: startMs + 5 * minuteMs };
    expect(changeShape(withIt, state, [])).toBe('version');
    expect(changeShape({ ...withIt, changeAtMs: startMs + 6 * hourMs }, state, [])).toBeUndefined();
  });

  it('is not told of fewer than forty sessions', () => {
    const few = sessions((part) => (part < 0.5 ? 0.1 : 0.4)).filter((_, i) => i % 21 === 0);
    expect(few.length).toBeLessThan(40);
    expect(changeShape(alarm, state, few)).toBeUndefined();
  });

  it('is looked for in three times as long before the change as it took to the alarm', () => {
    const changed = { ...alarm, changeAtMs: atMs - 100 * minuteMs };
    expect(
      sessionsAround(
        changed,
        sessions(() => 0.1),
      ),
    ).toHaveLength(400);
  });

  it('stands in the sentence, with the period of what comes again', () => {
    expect(withShape(alarm, 'step').explanation).toBe('Refusals rose, all at once');
    expect(withShape({ ...alarm, everyMs: 7 * dayMs }, 'periodic').explanation).toBe(
      'Refusals rose, again and again, about every 7 days',
    );
  });
});
