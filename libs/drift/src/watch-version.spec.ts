import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type DriftTest, buildTest, clockShares } from './build-test.js';
import { minuteMs } from './drift-settings.js';
import { type DriftState, newDriftState } from './drift-state.js';
import { exampleLevel } from './example-level.js';
import type { SessionUnit } from './session-unit.js';
import { simulationStartMs as startMs } from './simulated-model.js';
import { succeed } from './succeed-version.js';
import { watchVersion } from './watch-version.js';

const names = { version: 'v12', predecessor: 'v11' };

/** The test that refusals are more than the tenth of interactions that they were, with all of the clock's evidence. */
function refusalTest(): DriftTest {
  const level = { ...exampleLevel, p: 0.1, se: 0.001 };
  const test = buildTest('refusal', 'sum', 'up', { level, traits: undefined })!;
  const bets = test.bets.map((bet) => ({ ...bet, weight: bet.weight * clockShares.anchored }));
  return { ...test, bets };
}

const test = refusalTest();
const settled: DriftState = { ...newDriftState(), baseline: null, tests: [test], settledAtMs: startMs };
const begun: DriftState = { ...newDriftState(), startMs };

/** Sessions of four events, one a minute. */
function sessions(refused: readonly number[]): SessionUnit[] {
  return refused.map((count, minute) => {
    const atMs = startMs + minute * minuteMs;
    const rates = { refusal: [count, 4] as const };
    return {
      key: String(minute),
      firstAtMs: atMs,
      emittedMinuteMs: atMs,
      rates,
      numbers: {},
      categories: {},
    };
  });
}

function watch(state: DriftState, own: readonly SessionUnit[], stable: readonly SessionUnit[] = []) {
  return watchVersion(state, { own, stable }, startMs + 10_000 * minuteMs, {});
}

describe('a version succeeds another', () => {
  const always = sessions(new Array<number>(50).fill(4));

  it.each([
    ['that was settled before it began', { ...settled, settledAtMs: startMs - minuteMs }],
    ['that was settled as it began', settled],
  ])('%s: it is held against that from its first session on', (_what, before) => {
    const { alarms } = watch(succeed(begun, before, names), always);
    expect(alarms).toMatchObject([{ feature: 'refusal', direction: 'up', against: names }]);
  });

  it.each([
    ['that was never settled', { ...settled, settledAtMs: null }, begun],
    ['that was settled later', { ...settled, settledAtMs: startMs + minuteMs }, begun],
    ['when it has a baseline of its own', settled, { ...begun, baseline: null }],
    ['before it has a session', settled, newDriftState()],
  ])('%s: it is learnt and held against nothing', (_what, before, state) => {
    const after = succeed(state, before, names);
    expect(after).toBe(state);
    expect(watch(after, always)).toEqual({ state, alarms: [] });
  });

  it('once: it stays with the one that it was first held against', () => {
    const first = succeed(begun, settled, names);
    expect(succeed(first, settled, { ...names, predecessor: 'v10' })).toBe(first);
  });
});

describe('a version that does as its predecessor did', () => {
  /** Refusals at a rate, in four events each. */
  function drawn(seed: number, rate: number, count: number): number[] {
    const generator = xoroshiro128plus(seed);
    const refused = (): number => (uniformFloat64(generator) < rate ? 1 : 0);
    return Array.from({ length: count }, () => refused() + refused() + refused() + refused());
  }

  it('alarms in one of a hundred at most, at the very edge of what is no change', () => {
    const versions = Array.from({ length: 200 }, (_, i) => {
      const [own, stable] = [drawn(i, test.m, 500), drawn(1_000 + i, test.m, 500)].map(sessions);
      return watch(succeed(begun, settled, names), own!, stable).alarms.length;
    });
    const alarmed = versions.filter((alarms) => alarms > 0).length;
    // Two are promised; more than six would have a chance of 0.4 %.
    expect(alarmed).toBeLessThanOrEqual(6);
  });

  it('alarms at evidence of a hundred, not before', () => {
    const [minute] = sessions([0]);
    const silent = [{ ...minute!, rates: {} }];
    const alarmsAt = (evidence: number) => {
      const { succeeds, ...state } = succeed(begun, settled, names);
      const r = succeeds!.frozen.r.map(() => evidence);
      const gathered = {
        ...succeeds!,
        frozen: { ...succeeds!.frozen, r },
        beside: { ...succeeds!.beside, r },
      };
      return watch({ ...state, succeeds: gathered }, silent).alarms.length;
    };
    expect([alarmsAt(99.9), alarmsAt(100.1)]).toEqual([0, 1]);
  });
});
