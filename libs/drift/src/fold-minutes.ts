import { addToBaseline, addToHistograms, emptyBaseline } from './baseline-sums.js';
import { type BetState, contributionOf, foldBet, freshBet } from './bet-state.js';
import type { DriftTest } from './build-test.js';
import { buildTests } from './build-tests.js';
import { type FeatureTraitsByName, minuteMs } from './drift-settings.js';
import type { DriftState } from './drift-state.js';
import { estimateEffect } from './estimate-effect.js';
import { type DriftAlarm, explainAlarm } from './explain-alarm.js';
import { freezeHistogram } from './frozen-histogram.js';
import type { SessionUnit } from './session-unit.js';
import { type FeatureScores, scoreUnit } from './unit-scores.js';

/** A model's state after more minutes, and what they gave. */
export interface Folded {
  readonly state: DriftState;
  readonly alarms: readonly DriftAlarm[];
}

/** A longer silence is not watched time: evidence would grow by nothing but waiting. */
const longestSilenceMinutes = 24 * 60;

/**
 * The state after every minute that begins before `throughMs`, in order. `units` are the sessions emitted in these
 * minutes, in any order; earlier ones throw. A pure function: the same units give the same alarms, bit for bit.
 */
export function foldMinutes(
  state: DriftState,
  units: readonly SessionUnit[],
  throughMs: number,
  traits: FeatureTraitsByName = {},
): Folded {
  const sorted = [...units].sort(byMinuteThenStart);
  const alarms: DriftAlarm[] = [];
  let folded = state.phase === 'collecting' ? structuredClone(state) : state;
  for (let at = 0; at < sorted.length;) {
    const minute = sorted[at]?.emittedMinuteMs ?? 0;
    let end = at;
    while (sorted[end]?.emittedMinuteMs === minute) end++;
    const next = foldMinute(folded, minute, sorted.slice(at, end), traits);
    if (next.alarm !== undefined) alarms.push(next.alarm);
    folded = next.state;
    at = end;
  }
  return { state: passSilence(folded, throughMs), alarms };
}

/** A fixed order of multiplication. */
function byMinuteThenStart(a: SessionUnit, b: SessionUnit): number {
  return a.emittedMinuteMs - b.emittedMinuteMs || a.firstAtMs - b.firstAtMs || (a.key < b.key ? -1 : 1);
}

function foldMinute(
  before: DriftState,
  minute: number,
  units: readonly SessionUnit[],
  traits: FeatureTraitsByName,
): { readonly state: DriftState; readonly alarm?: DriftAlarm } {
  if (before.foldedThroughMs !== null && minute < before.foldedThroughMs) {
    throw new RangeError('a unit of a minute that has been folded');
  }
  const started = start(passSilence(before, minute), units);
  const state = endBaseline(started, minute, traits);
  const after = { ...state, units: state.units + units.length, foldedThroughMs: minute + minuteMs };
  if (state.phase === 'collecting') return { state: collect(after, minute, units) };
  return watch(after, units, traits);
}

function start(state: DriftState, units: readonly SessionUnit[]): DriftState {
  if (state.startMs !== null) return state;
  const first = Math.min(...units.map(({ firstAtMs }) => firstAtMs));
  return { ...state, startMs: Math.floor(first / minuteMs) * minuteMs };
}

/** Adds to the baseline in place: `foldMinutes` works on a copy of its own while the baseline is collected. */
function collect(state: DriftState, minute: number, units: readonly SessionUnit[]): DriftState {
  const startMs = state.startMs ?? minute;
  const baseline = state.baseline ?? emptyBaseline();
  const edgesDue = state.histograms === null && minute >= startMs + state.settings.edgesMs;
  const histograms = edgesDue ? freezeEdges(baseline.histograms) : state.histograms;
  for (const unit of units) {
    if (histograms === null) addToHistograms(baseline, unit);
    addToBaseline(baseline, unit, histograms ?? {}, startMs);
  }
  return { ...state, baseline, histograms };
}

function freezeEdges(counts: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  return Object.fromEntries(
    Object.entries(counts).map(([feature, byBin]) => [feature, freezeHistogram(byBin)] as const),
  );
}

function endBaseline(state: DriftState, minute: number, traits: FeatureTraitsByName): DriftState {
  const { phase, baseline, startMs, settings } = state;
  const over = startMs !== null && minute >= startMs + settings.baselineMs;
  if (phase === 'watching' || !over || baseline === null) return state;
  const tests = buildTests(baseline, traits);
  return { ...state, phase: 'watching', baseline: null, tests, bets: freshBets(tests) };
}

function freshBets(tests: readonly DriftTest[]): BetState[][] {
  return tests.map((test) => test.bets.map(() => freshBet));
}

function watch(
  state: DriftState,
  units: readonly SessionUnit[],
  traits: FeatureTraitsByName,
): { readonly state: DriftState; readonly alarm?: DriftAlarm } {
  // A session that began within the baseline belongs to neither side.
  const baselineEndMs = (state.startMs ?? 0) + state.settings.baselineMs;
  const scored = units
    .filter(({ firstAtMs }) => firstAtMs >= baselineEndMs)
    .map((unit) => ({ firstAtMs: unit.firstAtMs, features: scoreUnit(unit, state.histograms ?? {}) }));
  const bets = state.tests.map((test, t) => foldTest(test, state.bets[t] ?? [], scored));
  const folded = { ...state, bets };
  if (evidenceOf(folded) < state.settings.arlMinutes) return { state: folded };
  return { state: { ...folded, bets: freshBets(state.tests) }, alarm: alarmOf(folded, traits) };
}

function foldTest(
  test: DriftTest,
  bets: readonly BetState[],
  units: readonly { readonly firstAtMs: number; readonly features: readonly FeatureScores[] }[],
): BetState[] {
  const contributions = units.flatMap(({ firstAtMs, features }) => {
    const scores = features.find(({ feature }) => feature === test.feature);
    return scores === undefined ? [] : [{ ...contributionOf(test, scores), firstAtMs }];
  });
  return bets.map((bet, b) => foldBet(bet, test.bets[b]?.lambda ?? 0, contributions));
}

/** The mixture M = Σ weight·R: an alarm at M ≥ B means at most one false alarm in B minutes on average. */
function evidenceOf(state: DriftState): number {
  return state.tests.reduce((sum, test, t) => sum + evidenceOfTest(test, state.bets[t] ?? []), 0);
}

function evidenceOfTest(test: DriftTest, bets: readonly BetState[]): number {
  return test.bets.reduce((sum, { weight }, b) => sum + weight * (bets[b]?.r ?? 0), 0);
}

/** Names the feature, then its test, then the bet that hold the most evidence. */
function alarmOf(state: DriftState, traits: FeatureTraitsByName): DriftAlarm {
  const tests = state.tests.map((test, t) => ({ test, bets: state.bets[t] ?? [] }));
  const byFeature = new Map<string, number>();
  for (const { test, bets } of tests) {
    byFeature.set(test.feature, (byFeature.get(test.feature) ?? 0) + evidenceOfTest(test, bets));
  }
  const feature = largest([...byFeature], ([, evidence]) => evidence)[0];
  const ofFeature = tests.filter(({ test }) => test.feature === feature);
  const { test, bets } = largest(ofFeature, (one) => evidenceOfTest(one.test, one.bets));
  const bet = largest(
    bets.map((state_, b) => ({ ...state_, weight: test.bets[b]?.weight ?? 0 })),
    ({ r, weight }) => r * weight,
  );
  const atMs = state.foldedThroughMs ?? 0;
  return explainAlarm({
    test,
    effect: estimateEffect(bet.effect, test.direction),
    atMs,
    changeAtMs: bet.sinceMs ?? atMs,
    settings: state.settings,
    traits: traits[test.feature],
    histogram: state.histograms?.[test.feature],
  });
}

function largest<T>(items: readonly T[], by: (item: T) => number): T {
  return items.reduce((best, item) => (by(item) > by(best) ? item : best));
}

/** Minutes without a session: R grows by one each, as under any minute that says nothing. */
function passSilence(state: DriftState, untilMs: number): DriftState {
  const { foldedThroughMs, phase } = state;
  if (foldedThroughMs === null || untilMs <= foldedThroughMs) return state;
  if (phase === 'collecting') return { ...state, foldedThroughMs: untilMs };
  const minutes = Math.min(longestSilenceMinutes, Math.floor((untilMs - foldedThroughMs) / minuteMs));
  const bets = state.bets.map((ofTest) => ofTest.map((bet) => ({ ...bet, r: grow(bet.r, minutes) })));
  return { ...state, bets, foldedThroughMs: untilMs };
}

/** One by one, since k additions of 1 and one of k differ in the last bit. */
function grow(r: number, minutes: number): number {
  let grown = r;
  for (let i = 0; i < minutes; i++) grown += 1;
  return grown;
}
