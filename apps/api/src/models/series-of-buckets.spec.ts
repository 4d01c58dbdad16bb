import { describe, expect, it } from '@jest/globals';
import { type Step, bandsOf, seriesOf, stepSecondsOf } from './series-of-buckets.js';

const step = (at: number, change: Partial<Step> = {}): Step => ({
  at,
  interactions: 10,
  attacks: 2,
  succeeded: 1,
  refusals: 3,
  errors: 0,
  responseChars: 1_000,
  latencyMs: 500,
  latencyCount: 5,
  inputTokens: 20,
  outputTokens: 40,
  ...change,
});

describe('a series', () => {
  it('has a value a step, and null where there is nothing to take it from', () => {
    const { interactions, attackShare, successShare, latencyMs } = seriesOf(
      [step(0), step(120, { attacks: 0, succeeded: 0, latencyCount: 0 })],
      [0, 60, 120],
    );
    expect({ interactions, attackShare, successShare, latencyMs }).toEqual({
      interactions: [10, 0, 10],
      attackShare: [0.2, null, 0],
      successShare: [0.5, null, null],
      latencyMs: [100, null, null],
    });
  });

  it.each([
    [1, 60],
    [6, 60],
    [24, 300],
    [168, 3_600],
    [720, 10_800],
    [2_160, 21_600],
  ])('of %d hours has steps of %d s', (hours, seconds) => {
    expect(stepSecondsOf(hours)).toBe(seconds);
  });
});

describe('a band', () => {
  it('holds 9 of 10 steps', () => {
    const steps = Array.from({ length: 100 }, (_, index) => step(index, { interactions: index + 1 }));
    expect(bandsOf(steps).interactions).toEqual({ low: 5, high: 95 });
  });

  it('is none with fewer than 20 steps', () => {
    expect(bandsOf(Array.from({ length: 19 }, (_, index) => step(index))).interactions).toBeNull();
    expect(
      bandsOf(Array.from({ length: 20 }, (_, index) => step(index, { attacks: 0 }))).successShare,
    ).toBeNull();
  });
});
