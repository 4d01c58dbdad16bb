import { describe, expect, it } from '@jest/globals';
import { addToBaseline } from './baseline-sums.js';
import { buildTest } from './build-test.js';
import { dayMs, defaultDriftSettings, hourMs } from './drift-settings.js';
import { type DriftState, newDriftState } from './drift-state.js';
import { freshEvidence } from './evidence.js';
import { exampleLevel } from './example-level.js';
import { type RecentSums, dayOf, emptyRecent, withhold } from './recent-sums.js';
import { turnDays } from './second-clock.js';
import { exampleUnit } from './example-unit.js';

const startMs = Date.UTC(2026, 0, 19);
const dayEnd = (day: number): number => startMs + (day + 1) * dayMs;
const tests = ['leak', 'refusal'].map((feature) => {
  const test = buildTest(feature, 'sum', 'up', { level: exampleLevel, traits: undefined })!;
  return { ...test, bets: test.bets.map((bet) => ({ ...bet, weight: bet.weight / 2 })) };
});

/** Days of 600 sessions of four events, of which so many in a hundred are refused. */
function days(percent: readonly number[]): RecentSums {
  const recent = emptyRecent(startMs);
  const frame = { startMs, histograms: {}, edgesAtMs: startMs, withSegments: false };
  percent.forEach((refusedOfDay, day) => {
    for (let i = 0; i < 600; i++) {
      const atMs = startMs + day * dayMs + i * (dayMs / 600);
      // Spread over the day, so that no hour is like another.
      const refused = (i * 7) % 25 < refusedOfDay ? 1 : 0;
      const rates = { refusal: [refused, 4] as const };
      const unit = exampleUnit(i, atMs, rates);
      addToBaseline(recent.sums, unit, frame);
    }
  });
  return recent;
}

interface Gathered {
  readonly recent: RecentSums;
  /** Evidence of the bets of leaks and of refusals, minutes. */
  readonly r?: readonly [leak: number, refusal: number];
  readonly latched?: boolean;
}

function stateOf({ recent, r = [0, 0], latched = false }: Gathered): DriftState {
  const fresh = freshEvidence(tests, startMs);
  const latch = {
    ...{ feature: 'refusal', test: 1, tests: [1], cusum: 1, sinceMs: 0, mark: [], wanders: false },
    ...{ changeAtMs: startMs, backSinceMs: 0, backCusum: 1 },
    ...{ back: { m: 0.05, lambdas: [], r: [] }, worse: { m: 0.05, lambdas: [], r: [] } },
  };
  const evidence = {
    ...fresh,
    r: tests.flatMap(({ bets }, i) => bets.map(() => 2 * r[i]!)),
    latches: latched ? [latch] : [],
  };
  const phase = 'watching' as const;
  return {
    ...newDriftState(),
    phase,
    startMs,
    baseline: null,
    settledAtMs: startMs,
    tests,
    evidence,
    recent,
  };
}

describe('a day of the second clock', () => {
  const { arlMinutes } = defaultDriftSettings;
  const recent = emptyRecent(startMs);
  const today = dayOf(recent, startMs + hourMs);

  it.each([
    ['stayed below a hundredth of an alarm', { r: [0, arlMinutes / 100 - 1] as const }, {}],
    ['came to a hundredth of an alarm', { r: [0, arlMinutes / 100 + 1] as const }, { refusal: [today] }],
    ['has drifted, however little it has gathered since', { latched: true }, { refusal: [today] }],
  ])('is kept from being learnt where the feature %s, and of no other', (_what, gathered, withheld) => {
    const turned = turnDays(stateOf({ recent, ...gathered }), dayEnd(0), {});
    expect(turned.recent!.withheld).toEqual(withheld);
    expect(turned.recent!.turnsAtMs).toBe(dayEnd(1));
  });
});

describe('the reference of the second clock', () => {
  const usual = [4, 4, 4, 4, 4, 4, 4];

  /** The level that the trailing test is held against after a number of days; undefined while there is none. */
  function levelAfter(percent: readonly number[], withheldDays: readonly number[] = []): number | undefined {
    const recent = withheldDays.reduce(
      (sums, day) => withhold(sums, 'refusal', dayEnd(day) - dayMs, dayEnd(day) - 1),
      { ...days(percent), turnsAtMs: dayEnd(percent.length - 1) },
    );
    const turned = turnDays(stateOf({ recent }), dayEnd(percent.length - 1), {});
    return turned.tests.find(({ clock, direction }) => clock === 'trailing' && direction === 'up')?.p;
  }

  it('is there once a week and two days are over', () => {
    expect(levelAfter([...usual, 4])).toBeUndefined();
    expect(levelAfter([...usual, 4, 4])).toBeCloseTo(0.04, 9);
  });

  it('is the week that ended two days ago', () => {
    expect(levelAfter([...usual, 5, 5])).toBeCloseTo(0.04, 9);
    expect(levelAfter([5, 5, ...usual, 5, 5])).toBeCloseTo(0.04, 9);
  });

  it('knows from the baseline how crowded sessions are, which a week shows less', () => {
    const turnsAtMs = dayEnd(8);
    const crowded = tests.map((test) => ({ ...test, crowding: 3 }));
    const state = stateOf({ recent: { ...days([...usual, 4, 4]), turnsAtMs } });
    const turned = turnDays({ ...state, tests: crowded }, turnsAtMs, {});
    const trailing = turned.tests.filter(({ clock }) => clock === 'trailing');
    expect(trailing.map(({ direction, crowding }) => [direction, crowding])).toEqual([
      ['up', 3],
      ['down', undefined],
    ]);
  });

  it('has no day that was kept from it, and two of these at most', () => {
    expect(levelAfter([4, 4, 5, 5, 4, 4, 4, 4, 4], [2, 3])).toBeCloseTo(0.04, 9);
    expect(levelAfter([4, 5, 5, 5, 4, 4, 4, 4, 4], [1, 2, 3])).toBeUndefined();
  });
});
