import { describe, expect, it } from '@jest/globals';
import { dayMs, minuteMs } from './drift-settings.js';
import { type DriftState, baselineLabel, newDriftState } from './drift-state.js';
import { foldMinutes } from './fold-minutes.js';
import type { SessionUnit } from './session-unit.js';

/** A Monday. */
const startMs = Date.UTC(2026, 0, 5);
const sessionsADay = 144;

/** The state after days of sessions of four events, of which one in 50 is refused, or three of four on some days. */
function after(days: number, isBad: (day: number) => boolean = () => false): DriftState {
  const units = Array.from({ length: days * sessionsADay }, (_, i): SessionUnit => {
    const firstAtMs = startMs + (i * dayMs) / sessionsADay;
    const refused = isBad(Math.floor(i / sessionsADay)) ? 3 : (i * 61) % 50 < 4 ? 1 : 0;
    const terms = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((text) => [text, [i % 9]]));
    return {
      ...{ key: String(i), firstAtMs, emittedMinuteMs: firstAtMs + 5 * minuteMs, categories: {} },
      ...{ rates: { refusal: [refused, 4] }, numbers: { latency_ms: [300 + ((i * 7) % 40)] }, terms },
    };
  });
  const endMs = startMs + days * dayMs;
  return foldMinutes(
    newDriftState(),
    units.filter(({ emittedMinuteMs }) => emittedMinuteMs < endMs),
    endMs,
  ).state;
}

const watched = ({ tests }: DriftState) => [...new Set(tests.map(({ feature }) => feature))].sort();

describe('a model', () => {
  it.each([
    ['is learnt for a week', 7, 'learning', []],
    // Numbers have been scored for four days only: how far they wander does not show yet.
    ['is watched after that, but for its numbers', 8, 'provisional', ['refusal']],
    ['is watched in all after two weeks', 15, 'settled', ['latency_ms', 'refusal']],
  ])('%s', (_what, days, label, features) => {
    const state = after(days);
    expect([baselineLabel(state), watched(state)]).toEqual([label, features]);
  });

  it('is not settled for what left its provisional baseline and is not back', () => {
    const state = after(16, (day) => day >= 9);
    expect(state.unsettled).toEqual(['refusal']);
    const level = state.tests.find(
      ({ feature, direction }) => feature === 'refusal' && direction === 'up',
    )!.p;
    expect(level).toBeCloseTo(0.02, 2);
    expect(after(16).unsettled).toEqual([]);
  });

  it('has the words of four texts watched, and of no more', () => {
    expect(Object.keys(after(8).vocabulary)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps nothing of its baseline once that is settled', () => {
    const { baseline, topicSample, vocabulary } = after(15);
    expect([baseline, topicSample]).toEqual([null, null]);
    expect(Object.values(vocabulary).map(({ sums }) => sums)).toEqual([null, null, null, null]);
  });
});
