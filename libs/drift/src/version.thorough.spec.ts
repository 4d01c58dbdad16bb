import { describe, expect, it } from '@jest/globals';
import { meanProductOfDraw } from './beside-test.js';
import { dayMs, minuteMs } from './drift-settings.js';
import { newDriftState } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';
import { foldMinutes } from './fold-minutes.js';
import type { SessionUnit } from './session-unit.js';
import { type TrafficShape, simulateModel, simulationStartMs, usualTraffic } from './simulated-model.js';
import { readDriftState, writeDriftState } from './state-text.js';
import { succeed } from './succeed-version.js';
import { versionAlpha } from './version-watch.js';
import { watchSimulated } from './watch-simulated.js';
import { watchVersion } from './watch-version.js';

const traits = { refusal: { label: 'Refusal rate', verbs: ['refuses', 'refused'] as const } };
const names = { version: 'v12', predecessor: 'v11' };
const firstDay = 14;
const startMs = simulationStartMs + firstDay * dayMs;

function daysOf(seed: number, shape: Partial<TrafficShape>, days: number): SessionUnit[] {
  const model = simulateModel(seed);
  const units = Array.from({ length: days }, (_, i) =>
    model.day(firstDay + i, { ...usualTraffic, ...shape }),
  ).flat();
  return units.map((unit) => ({ ...unit, key: `${seed} ${unit.key}` }));
}

interface Rollout {
  readonly days: number;
  readonly own: Partial<TrafficShape>;
  /** Traffic of the predecessor at the same time; default: it is gone. */
  readonly stable?: Partial<TrafficShape>;
  /** Ends of the pieces that it is folded in, days. */
  readonly cuts?: readonly number[];
}

/** What a version gives that follows a predecessor with two weeks of `usual` traffic. */
function rollOut(usual: Partial<TrafficShape>, seed: number, rollout: Rollout) {
  const { days, own, stable, cuts = [days] } = rollout;
  const before = baselineOf(usual);
  const ownUnits = daysOf(seed, { ...usual, ...own }, days);
  const stableUnits = stable === undefined ? [] : daysOf(seed + 1_000_000, { ...usual, ...stable }, days);
  let state = newDriftState();
  const alarms: DriftAlarm[] = [];
  for (const cut of cuts) {
    const throughMs = startMs + cut * dayMs;
    const isDue = ({ emittedMinuteMs: at }: SessionUnit): boolean =>
      at < throughMs && at >= (state.foldedThroughMs ?? startMs);
    const [due, beside] = [ownUnits.filter(isDue), stableUnits.filter(isDue)];
    const isNew = state.startMs === null;
    state = foldMinutes(state, due, throughMs, traits).state;
    if (isNew) state = succeed(state, before, names);
    const watched = watchVersion(state, { own: due, stable: beside }, throughMs, traits);
    alarms.push(...watched.alarms);
    state = readDriftState(writeDriftState(watched.state))!;
  }
  return { state, alarms };
}

const baselines = new Map<string, ReturnType<typeof newDriftState>>();

/** A predecessor after its two weeks, and one minute of the third for the baseline to be settled in. */
function baselineOf(usual: Partial<TrafficShape>) {
  const name = JSON.stringify(usual);
  const { state } = baselines.has(name)
    ? { state: baselines.get(name)! }
    : watchSimulated({ seed: 5, days: 1, usual });
  baselines.set(name, state);
  return { ...state, settledAtMs: simulationStartMs };
}

function medianDelay(found: readonly (readonly DriftAlarm[])[], eventsPerDay: number): number {
  const delays = found.map(([alarm]) =>
    alarm === undefined ? Infinity : ((alarm.atMs - startMs) / dayMs) * eventsPerDay,
  );
  return delays.sort((a, b) => a - b)[Math.floor(delays.length / 2)]!;
}

const seeds = (count: number, from: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const daily = 6_000;

describe('a version against its frozen predecessor', () => {
  it.each([
    ['iid', {}],
    ['clustered, icc .2', { icc: 0.2 }],
    ['cycle', { trafficCycle: 0.6, rateCycle: 0.5 }],
  ])('says nothing while it is the same: %s', (_what, usual) => {
    const runs = seeds(8, 100).map((seed) => rollOut(usual, seed, { days: 14, own: {} }));
    // Eight versions at 1 % each: two or more have a chance of 0.3 %.
    expect(runs.flatMap(({ alarms }) => alarms).length).toBeLessThanOrEqual(1);
  });

  const doubled = seeds(9, 300).map(
    (seed) => rollOut({ eventsPerDay: daily }, seed, { days: 2, own: { refusal: 0.04 } }).alarms,
  );

  it('finds a doubling of refusals at once, in about as many events as the test needs', () => {
    const median = medianDelay(doubled, daily);
    expect(median).toBeLessThan(2_500);
    // Nothing is faster than knowing both rates: log(1/α) over the Kullback–Leibler distance of an event.
    expect(median).toBeGreaterThan(Math.log(1 / versionAlpha) / 0.0079);
  });

  it('says how much, of which version', () => {
    expect(doubled[0]![0]!.explanation).toMatch(
      /^Refusal rate: v12 refuses \d\.\d % where v11 refused 2\.\d % \(at least \d\.\d %\) since 2026-01-19/,
    );
  });
});

describe('a canary beside the stable version', () => {
  const wild = { trafficCycle: 0.6, rateCycle: 0.8, icc: 0.2 };
  it.each([
    ['a tenth of the traffic', { eventsPerDay: 1_000 }, { eventsPerDay: 9_000 }],
    ['half of it', { eventsPerDay: 2_000 }, { eventsPerDay: 2_000 }],
  ])('says nothing while both do alike: %s', (_what, own, stable) => {
    const runs = seeds(4, 500).map((seed) => rollOut(wild, seed, { days: 5, own, stable }));
    const beside = runs.flatMap(({ alarms }) => alarms);
    expect(beside.map(({ explanation }) => explanation).length).toBeLessThanOrEqual(1);
  });

  it('does not mind what happens to both at the same time', () => {
    const both = { refusal: 0.08, eventsPerDay: 3_000 };
    const runs = seeds(5, 600).map((seed) => rollOut({}, seed, { days: 3, own: both, stable: both }).alarms);
    expect(runs.flat().filter(({ against }) => against!.beside && against!.version === 'v12')).toEqual([]);
  });

  it('finds a doubling where the season would hide it from a frozen level', () => {
    const found = seeds(7, 700).map(
      (seed) =>
        rollOut({ eventsPerDay: daily }, seed, {
          days: 3,
          own: { refusal: 0.04, eventsPerDay: 3_000 },
          stable: { eventsPerDay: 3_000 },
        }).alarms,
    );
    expect(medianDelay(found, 3_000)).toBeLessThan(3_000);
  });

  it('gathers evidence from the sessions of the same minutes', () => {
    const both = { own: { refusal: 0.1, eventsPerDay: 3_000 }, stable: { eventsPerDay: 3_000 } };
    const { state } = rollOut({ eventsPerDay: daily }, 790, { days: 1, cuts: [0.08], ...both });
    expect(Math.max(...state.succeeds!.beside.r)).toBeGreaterThan(2);
  });

  it('gives the same bits in pieces, stored and read back', () => {
    const rollout = { days: 4, own: { refusal: 0.05 }, stable: {} };
    const whole = rollOut({}, 800, rollout);
    const pieces = rollOut({}, 800, { ...rollout, cuts: [0.3, 1, 1 + 7 * (minuteMs / dayMs), 2.5, 4] });
    expect(whole.alarms.length).toBeGreaterThan(0);
    expect(pieces.alarms).toEqual(whole.alarms);
    expect(writeDriftState(pieces.state)).toBe(writeDriftState(whole.state));
  });

  it('is over once the version has a baseline of its own', () => {
    expect(rollOut({}, 810, { days: 15, own: {} }).state.succeeds).toBeNull();
  });
});

describe('meanProductOfDraw', () => {
  it.each([
    [[2, 3, 5], 1, 10 / 3],
    [[2, 3, 5], 2, (6 + 10 + 15) / 3],
    [[2, 3, 5], 3, 30],
    [[1, 1, 1, 1], 2, 1],
  ])('of %j, %d drawn', (numbers, size, mean) => {
    expect(meanProductOfDraw(numbers, size)).toBeCloseTo(mean, 12);
  });
});
