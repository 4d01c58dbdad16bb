import { describe, expect, it } from '@jest/globals';
import { type Direction, buildTest } from './build-test.js';
import { sessionWeights } from './estimate-level.js';
import { exampleLevel } from './example-level.js';

const near = (value: number) => expect.closeTo(value, 6);

describe('what is still no change', () => {
  // Wilson bounds at 2.5 standard errors, of the events or of as many as say p(1 − p)/se².
  it.each([
    ['a rate: 1.15 of it', 'sum up', { p: 0.3 }, 0.345],
    ['a rate, down: that part of it', 'sum down', { p: 0.3 }, 0.3 / 1.15],
    ['a rate that is little known: its error', 'sum up', { p: 0.3, se: 0.03 }, 0.379_416],
    ['the same, down: its error', 'sum down', { p: 0.3, se: 0.03 }, 0.231_018],
    ['a rare rate: three in a thousand more', 'sum up', { p: 0.01, se: 0.0001 }, 0.013],
    ['a rare rate of safety: its error', 'sum up', { p: 0.01, se: 0.001, safety: true }, 0.012_827],
    ['what never was: as often as it may be missed', 'sum up', { p: 0, se: 0, events: 1_000 }, 0.006_211],
    ['a category: one in a hundred more', 'is:de up', { p: 0.3 }, 0.31],
    ['all other categories: the same', 'other up', { p: 0.001, se: 0.0001 }, 0.011],
    ['a middle rank: two in a hundred', 'pit up', { p: 0.5, se: 0.001 }, 0.52],
    ['a middle rank, down: the same', 'pit down', { p: 0.5, se: 0.001 }, 0.48],
    ['a middle rank that is little known: its error', 'pit up', { p: 0.5, se: 0.02 }, 0.55],
    ['what wanders: four times as far', 'sum up', { p: 0.1, wander: 0.02 }, 0.18],
    ['what wanders, down: the same', 'sum down', { p: 0.1, wander: 0.01 }, 0.06],
  ] as const)('is of %s', (_what, what, { ...level }, wanted) => {
    const [score, direction] = what.split(' ') as [string, Direction];
    const { safety = false, ...more } = { safety: false, ...level };
    const traits = safety ? { label: 'Leaks', safety } : undefined;
    const test = buildTest('f', score, direction, { level: { ...exampleLevel, ...more }, traits });
    expect(test?.m).toEqual(near(wanted));
  });
});

describe('what is staked', () => {
  const largest = (icc: number, crowding: number): number => {
    const weights = sessionWeights(icc, crowding);
    const level = { ...exampleLevel, p: 0.3, icc, crowding, weights };
    const { bets } = buildTest('f', 'sum', 'up', { level, traits: undefined })!;
    return Math.max(...bets.map(({ lambda }) => lambda));
  };

  it.each([
    // A session of sixteen without any loses nine tenths at most: .9 / (16 · .345).
    ['sessions that are each for themselves', 0, 1, 0.163_043],
    // Sixteen positives gain twice what there is at most: 2 / 16.
    ['crowded sessions', 0, 3, 0.125],
    // Half of 2 · (m − p) / v · φ / (φ − 1): .045 / .21 · 1.5.
    ['crowded sessions whose events are alike', 0.9, 3, 0.321_429],
  ] as const)('on %s', (_what, icc, crowding, wanted) => {
    expect(largest(icc, crowding)).toBeCloseTo(wanted, 5);
  });
});
