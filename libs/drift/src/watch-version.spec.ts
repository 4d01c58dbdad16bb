import { describe, expect, it } from '@jest/globals';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type DriftTest, buildTest, clockShares } from './build-test.js';
import { dayMs, minuteMs } from './drift-settings.js';
import { type DriftState, newDriftState } from './drift-state.js';
import { exampleLevel } from './example-level.js';
import type { SessionUnit } from './session-unit.js';
import { simulationStartMs as startMs } from './simulated-model.js';
import { readDriftState, writeDriftState } from './state-text.js';
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

describe('a version with its predecessor at the same time', () => {
  const fresh = () => succeed(begun, settled, names);
  /** The version does as the predecessor was frozen, and that now refuses nothing. */
  const own = sessions(Array.from({ length: 400 }, (_, i) => (i % 5 < 2 ? 1 : 0)));
  const stable = sessions(new Array<number>(400).fill(0));

  it('is held against what that does now', () => {
    const { alarms } = watch(fresh(), own, stable);
    expect(alarms).toMatchObject([{ against: { ...names, beside: true }, baseline: 0 }]);
    expect(alarms[0]!.current).toBeCloseTo(0.1, 1);
    expect(watch(fresh(), own).alarms).toEqual([]);
  });

  it('waits for 64 sessions, or for three hours', () => {
    const besideAfter = (minutes: number, step: number) => {
      const some = [own, stable].map((units) => units.slice(0, minutes).filter((_, i) => i % step === 0));
      return watch(fresh(), some[0]!, some[1]).state.succeeds!.beside;
    };
    expect(besideAfter(31, 1).r.every((r) => r === 1)).toBe(true);
    expect(besideAfter(32, 1).r.every((r) => r === 1)).toBe(false);
    expect(besideAfter(180, 60).r.every((r) => r === 1)).toBe(true);
    expect(besideAfter(181, 60).r.every((r) => r === 1)).toBe(false);
  });

  it('takes sixteen sessions of a minute at most', () => {
    const ofOneMinute = own.slice(0, 20).map((unit) => ({ ...unit, emittedMinuteMs: startMs }));
    expect(watch(fresh(), ofOneMinute).state.succeeds!.beside.own).toHaveLength(16);
  });

  it('says the same in pieces, stored and read back, wherever they are cut', () => {
    const whole = watch(fresh(), own, stable);
    for (const cut of [17, 100, 399]) {
      const cutMs = startMs + cut * minuteMs;
      const before = ({ emittedMinuteMs }: SessionUnit): boolean => emittedMinuteMs < cutMs;
      const after = (unit: SessionUnit): boolean => !before(unit);
      const first = { own: own.filter(before), stable: stable.filter(before) };
      const piece = watchVersion(fresh(), first, cutMs, {});
      const stored = readDriftState(writeDriftState(piece.state))!;
      const rest = watch(stored, own.filter(after), stable.filter(after));
      expect([...piece.alarms, ...rest.alarms]).toEqual(whole.alarms);
      expect(rest.state.succeeds!.told).toEqual(['refusal']);
    }
  });

  it('counts no session from before it began', () => {
    const early = sessions(new Array<number>(50).fill(4)).map((unit) => ({
      ...unit,
      firstAtMs: startMs - 1,
    }));
    expect(watch(fresh(), early).alarms).toEqual([]);
  });

  it('is over once it has a baseline of its own', () => {
    const endMs = startMs + begun.settings.baselineMs;
    expect(watchVersion(fresh(), { own: [], stable: [] }, endMs - dayMs, {}).state.succeeds).not.toBeNull();
    expect(watchVersion(fresh(), { own: [], stable: [] }, endMs, {}).state.succeeds).toBeNull();
  });

  it('takes the tests of the baseline only, with the whole of the evidence', () => {
    const trailing = { ...test, clock: 'trailing' as const };
    const { succeeds } = succeed(begun, { ...settled, tests: [test, trailing] }, names);
    const weights = succeeds!.tests.flatMap(({ bets }) => bets.map(({ weight }) => weight));
    expect(succeeds!.tests.map(({ clock }) => clock)).toEqual(['anchored']);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });
});
