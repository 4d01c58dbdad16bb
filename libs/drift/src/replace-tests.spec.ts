import { describe, expect, it } from '@jest/globals';
import { type Clock, type DriftTest, buildTest, clockShares } from './build-test.js';
import { type DriftState, newDriftState } from './drift-state.js';
import { type Latch, effectSlots, freshEvidence } from './evidence.js';
import { exampleLevel } from './example-level.js';
import { replaceTests } from './replace-tests.js';

/** A test of a feature with this share of the model's evidence. */
function testOf(feature: string, clock: Clock, share: number, p = exampleLevel.p): DriftTest {
  const test = buildTest(feature, 'sum', 'up', { level: { ...exampleLevel, p }, traits: undefined, clock })!;
  return { ...test, bets: test.bets.map((bet) => ({ ...bet, weight: bet.weight * share })) };
}

const { anchored, trailing } = clockShares;
const tests = [
  testOf('leak', 'anchored', anchored / 2),
  testOf('refusal', 'anchored', anchored / 2),
  testOf('leak', 'trailing', trailing / 2),
  testOf('refusal', 'trailing', trailing / 2),
];

/** A state whose evidence is numbered: bets, and sums by test. */
function numbered(latches: readonly Latch[] = []): DriftState {
  const fresh = freshEvidence(tests, 0);
  const count = (values: readonly number[]): number[] => values.map((_, i) => i + 1);
  const evidence = {
    ...fresh,
    ...{ r: count(fresh.r), cusum: count(fresh.cusum), since: count(fresh.since) },
    ...{ marks: count(fresh.marks), sums: count(fresh.sums), latches },
  };
  return { ...newDriftState(), tests, evidence };
}

const latchOf = (feature: string, test: number): Latch => ({
  ...{ feature, test, tests: [test], cusum: 1, sinceMs: 0, mark: [], wanders: false },
  ...{ changeAtMs: 0, backSinceMs: 0, backCusum: 1 },
  back: { m: 0.05, lambdas: [], r: [] },
  worse: { m: 0.05, lambdas: [], r: [] },
});

/** What a test has gathered, by its clock and feature. */
function gathered({ tests: all, evidence }: DriftState, clock: Clock, feature: string) {
  const index = all.findIndex((test) => test.clock === clock && test.feature === feature);
  const from = all.slice(0, index).reduce((sum, { bets }) => sum + bets.length, 0);
  const end = from + all[index]!.bets.length;
  const slots = [index * effectSlots, (index + 1) * effectSlots] as const;
  return { r: evidence!.r.slice(from, end), sums: evidence!.sums.slice(...slots), p: all[index]!.p };
}

const shareOf = ({ tests: all }: DriftState, clock: Clock): number =>
  all
    .filter((test) => test.clock === clock)
    .reduce((sum, { bets }) => sum + bets.reduce((part, { weight }) => part + weight, 0), 0);

describe('replaceTests', () => {
  const was = numbered();

  it.each(['anchored', 'trailing'] as const)(
    'keeps what every test has gathered where all change places: %s',
    (clock) => {
      const incoming = ['abuse', 'leak', 'refusal'].map((feature) => testOf(feature, clock, 0.02, 0.021));
      const is = replaceTests(was, clock, incoming);
      for (const other of ['anchored', 'trailing'] as const) {
        for (const feature of ['leak', 'refusal']) {
          const [before, after] = [gathered(was, other, feature), gathered(is, other, feature)];
          expect({ r: after.r, sums: after.sums }).toEqual({ r: before.r, sums: before.sums });
          expect(after.p).toBe(other === clock ? 0.021 : exampleLevel.p);
        }
      }
      expect(gathered(is, clock, 'abuse').r.every((r) => r === 0)).toBe(true);
    },
  );

  it('begins anew where the bets of a test are others', () => {
    const other = testOf('refusal', 'anchored', anchored, 0.5);
    expect(other.bets.length).not.toBe(tests[1]!.bets.length);
    const is = replaceTests(was, 'anchored', [other]);
    expect(gathered(is, 'anchored', 'refusal').r.every((r) => r === 0)).toBe(true);
  });

  it('keeps the tests of a feature that has drifted, and its latch with them', () => {
    const latched = numbered([latchOf('refusal', 3)]);
    const incoming = ['abuse', 'refusal'].map((feature) => testOf(feature, 'trailing', trailing / 2, 0.05));
    const is = replaceTests(latched, 'trailing', incoming);
    expect(gathered(is, 'trailing', 'refusal').p).toBe(exampleLevel.p);
    const [latch] = is.evidence!.latches;
    expect(is.tests[latch!.test]).toMatchObject({ clock: 'trailing', feature: 'refusal' });
    expect(latch!.tests).toEqual([latch!.test]);
  });

  it('never gives a clock more than its share of the evidence', () => {
    const latched = numbered([latchOf('refusal', 1)]);
    const is = replaceTests(latched, 'anchored', [testOf('leak', 'anchored', anchored)]);
    expect(shareOf(is, 'anchored')).toBeCloseTo(anchored, 9);
    expect(shareOf(is, 'trailing')).toBeCloseTo(trailing, 9);
  });
});
