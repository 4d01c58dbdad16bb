import { addToBaseline, emptyBaseline } from './baseline-sums.js';
import { buildTests } from './build-tests.js';
import { type FeatureTraitsByName, minuteMs } from './drift-settings.js';
import type { DriftState } from './drift-state.js';
import { freshEvidence } from './evidence.js';
import type { DriftAlarm } from './explain-alarm.js';
import { freezeHistogram } from './frozen-histogram.js';
import { type Watch, closeWatch, openWatch } from './open-watch.js';
import { raiseAlarm } from './raise-alarm.js';
import type { SessionUnit } from './session-unit.js';
import { type Recovery, evidenceOf, watchMinute } from './watch-minute.js';

/** A model's state after more minutes, and what they gave. */
export interface Folded {
  readonly state: DriftState;
  readonly alarms: readonly DriftAlarm[];
  /** Features whose drift is over. */
  readonly recoveries: readonly Recovery[];
}

/** All units emitted in one minute, in the fixed order of multiplication. */
interface Minute {
  readonly atMs: number;
  readonly units: readonly SessionUnit[];
}

/**
 * The state after every minute that begins before `throughMs`, in order. `units` are the sessions emitted in these
 * minutes, in any order; earlier ones throw. A pure function: the same units give the same alarms, bit for bit,
 * whether they come in one call or in many.
 */
export function foldMinutes(
  state: DriftState,
  units: readonly SessionUnit[],
  throughMs: number,
  traits: FeatureTraitsByName = {},
): Folded {
  const minutes = byMinute(units);
  if (minutes[0] !== undefined && state.foldedThroughMs !== null && minutes[0].atMs < state.foldedThroughMs) {
    throw new RangeError('a unit of a minute that has been folded');
  }
  const began = begin(state, minutes[0]);
  const baselineEndsMs = (began.startMs ?? Infinity) + began.settings.baselineMs;
  const firstWatched = minutes.findIndex(({ atMs }) => atMs >= baselineEndsMs);
  const split = firstWatched < 0 ? minutes.length : firstWatched;
  const collected = began.phase === 'watching' ? began : collect(began, minutes.slice(0, split));
  const watching = split < minutes.length ? endBaseline(collected, baselineEndsMs, traits) : collected;
  const counted = {
    ...watching,
    units: state.units + units.length,
    foldedThroughMs: Math.max(state.foldedThroughMs ?? -Infinity, throughMs),
  };
  const watched = began.phase === 'watching' ? minutes : minutes.slice(split);
  return watch(state.startMs === null && units.length === 0 ? state : counted, watched, traits);
}

function byMinute(units: readonly SessionUnit[]): Minute[] {
  const sorted = [...units].sort(byMinuteThenStart);
  const minutes: Minute[] = [];
  for (let at = 0; at < sorted.length;) {
    const atMs = sorted[at]!.emittedMinuteMs;
    let end = at;
    while (sorted[end]?.emittedMinuteMs === atMs) end++;
    minutes.push({ atMs, units: sorted.slice(at, end) });
    at = end;
  }
  return minutes;
}

/** A fixed order of multiplication. */
function byMinuteThenStart(a: SessionUnit, b: SessionUnit): number {
  return a.emittedMinuteMs - b.emittedMinuteMs || a.firstAtMs - b.firstAtMs || (a.key < b.key ? -1 : 1);
}

function begin(state: DriftState, first: Minute | undefined): DriftState {
  if (state.startMs !== null || first === undefined) return state;
  const firstAtMs = first.units.reduce((earliest, unit) => Math.min(earliest, unit.firstAtMs), Infinity);
  return { ...state, startMs: Math.floor(firstAtMs / minuteMs) * minuteMs };
}

/** Adds to a copy of the baseline; freezes the edges when they are due. */
function collect(state: DriftState, minutes: readonly Minute[]): DriftState {
  if (minutes.length === 0) return state;
  const startMs = state.startMs ?? 0;
  const edgesAtMs = startMs + state.settings.edgesMs;
  const baseline = structuredClone(state.baseline ?? emptyBaseline());
  let { histograms } = state;
  for (const { atMs, units } of minutes) {
    if (histograms === null && atMs >= edgesAtMs) histograms = freezeEdges(baseline.histograms);
    for (const unit of units) addToBaseline(baseline, unit, { startMs, histograms, edgesAtMs });
  }
  return { ...state, baseline: histograms === null ? baseline : { ...baseline, histograms: {} }, histograms };
}

function freezeEdges(counts: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  return Object.fromEntries(
    Object.entries(counts).map(([feature, byBin]) => [feature, freezeHistogram(byBin)] as const),
  );
}

function endBaseline(state: DriftState, baselineEndsMs: number, traits: FeatureTraitsByName): DriftState {
  const { phase, baseline, startMs } = state;
  if (phase === 'watching' || baseline === null || startMs === null) return state;
  const frozen = buildTests(baseline, startMs, traits);
  const endMinuteMs = Math.floor(baselineEndsMs / minuteMs) * minuteMs;
  return {
    ...state,
    ...frozen,
    phase: 'watching',
    baseline: null,
    segments: baseline.segments,
    histograms: state.histograms ?? {},
    evidence: freshEvidence(frozen.tests, endMinuteMs),
  };
}

function watch(state: DriftState, minutes: readonly Minute[], traits: FeatureTraitsByName): Folded {
  const { evidence, histograms, tests, settings, startMs } = state;
  if (evidence === null || minutes.length === 0) return { state, alarms: [], recoveries: [] };
  const opened: Watch = openWatch(tests, histograms ?? {}, evidence);
  const baselineEndsMs = (startMs ?? 0) + settings.baselineMs;
  const alarms: DriftAlarm[] = [];
  const recoveries: Recovery[] = [];
  for (const { atMs, units } of minutes) {
    // A session that began within the baseline belongs to neither side.
    const after = units.filter(({ firstAtMs }) => firstAtMs >= baselineEndsMs);
    if (after.length === 0) continue;
    recoveries.push(...watchMinute(opened, atMs, after));
    if (tests.length > 0 && evidenceOf(opened) >= settings.arlMinutes) {
      alarms.push(raiseAlarm(opened, { atMs: atMs + minuteMs, settings, traits }));
    }
  }
  return { state: { ...state, evidence: closeWatch(opened) }, alarms, recoveries };
}
