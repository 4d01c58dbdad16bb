import { withinAllowance } from './actor-allowance.js';
import { type BaselineSums, addToBaseline } from './baseline-sums.js';
import { buildTests } from './build-tests.js';
import { type FeatureTraitsByName, minuteMs } from './drift-settings.js';
import type { DriftState } from './drift-state.js';
import { freshEvidence } from './evidence.js';
import type { DriftAlarm } from './explain-alarm.js';
import { sampleUnits, withTopic } from './fold-topics.js';
import { freezeHistogram } from './frozen-histogram.js';
import { type Minute, byMinute } from './order-units.js';
import { emptyRecent } from './recent-sums.js';
import { replaceTests } from './replace-tests.js';
import { turnDays } from './second-clock.js';
import type { SessionUnit } from './session-unit.js';
import { emptySample, findTopics } from './topics.js';
import { type VocabularySums, addDocument, emptyVocabulary, freezeVocabulary } from './vocabulary.js';
import type { Recovery } from './watch-minute.js';
import { withVolume } from './watch-volume.js';
import { type Folded, watchStretch } from './watch-stretch.js';

/** Texts of an interaction whose words are watched. */
const mostVocabularies = 4;

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
  let next = ownSums(begin(state, minutes[0]));
  const alarms: DriftAlarm[] = [];
  const recoveries: Recovery[] = [];
  for (let at = 0; at < minutes.length;) {
    next = turnDays(turnPhase(next, minutes[at]!.atMs, traits), minutes[at]!.atMs, traits);
    const endMs = nextTurnMs(next);
    let end = at + 1;
    while (end < minutes.length && minutes[end]!.atMs < endMs) end++;
    const folded = foldStretch(next, minutes.slice(at, end), traits);
    next = folded.state;
    alarms.push(...folded.alarms);
    recoveries.push(...folded.recoveries);
    at = end;
  }
  if (state.startMs === null && units.length === 0) return { state, alarms, recoveries };
  const foldedThroughMs = Math.max(state.foldedThroughMs ?? -Infinity, throughMs);
  const folded = { ...next, units: state.units + units.length, foldedThroughMs };
  return withVolume({ state: folded, alarms, recoveries }, minutes);
}

function begin(state: DriftState, first: Minute | undefined): DriftState {
  if (state.startMs !== null || first === undefined) return state;
  const firstAtMs = first.units.reduce((earliest, unit) => Math.min(earliest, unit.firstAtMs), Infinity);
  return { ...state, startMs: Math.floor(firstAtMs / minuteMs) * minuteMs };
}

/** The state with sums of its own, which this fold may add to in place. */
function ownSums(state: DriftState): DriftState {
  const { baseline, recent, vocabulary } = state;
  return {
    ...state,
    baseline: baseline && structuredClone(baseline),
    vocabulary: baseline === null ? vocabulary : structuredClone(vocabulary),
    recent: recent && { ...recent, sums: structuredClone(recent.sums) },
  };
}

/** The times at which a state becomes another kind of state. */
function turningPoints({ startMs, settings }: DriftState) {
  const fromMs = startMs ?? Infinity;
  return {
    edgesAtMs: fromMs + settings.edgesMs,
    watchedFromMs: fromMs + Math.min(settings.provisionalMs, settings.baselineMs),
    settledFromMs: fromMs + settings.baselineMs,
  };
}

/** Everything that is due at the first minute with a unit after a turning point. */
function turnPhase(state: DriftState, atMs: number, traits: FeatureTraitsByName): DriftState {
  const { edgesAtMs, watchedFromMs, settledFromMs } = turningPoints(state);
  let next = state;
  if (next.histograms === null && atMs >= edgesAtMs) next = freezeEdges(next);
  if (next.phase === 'collecting' && atMs >= watchedFromMs) next = beginToWatch(next, watchedFromMs, traits);
  if (next.baseline !== null && atMs >= settledFromMs) next = settle(next, settledFromMs, traits);
  return next;
}

/** The next time at which minutes must not be folded on in one stretch. */
function nextTurnMs(state: DriftState): number {
  const { edgesAtMs, watchedFromMs, settledFromMs } = turningPoints(state);
  if (state.histograms === null) return edgesAtMs;
  if (state.phase === 'collecting') return watchedFromMs;
  return state.baseline === null ? (state.recent?.turnsAtMs ?? Infinity) : settledFromMs;
}

function freezeEdges(state: DriftState): DriftState {
  const { baseline } = state;
  const frozen = Object.entries(baseline?.histograms ?? {}).map(
    ([feature, byBin]) => [feature, freezeHistogram(byBin)] as const,
  );
  return {
    ...state,
    baseline: baseline && { ...baseline, histograms: {} },
    histograms: Object.fromEntries(frozen),
    topicSample: null,
    topics: findTopics(state.topicSample ?? emptySample),
  };
}

/** Watches from now on against what is known: a provisional baseline, unless this is its end. */
function beginToWatch(state: DriftState, watchedFromMs: number, traits: FeatureTraitsByName): DriftState {
  const { baseline, startMs, histograms } = state;
  if (baseline === null || startMs === null) return state;
  const isWhole = state.settings.baselineMs <= state.settings.provisionalMs;
  const features = isWhole ? undefined : knownFromTheStart(baseline);
  const frozen = buildTests(baseline, startMs, traits, {
    clock: 'anchored',
    leftOut: () => new Set(),
    ...(features && { features }),
  });
  return {
    ...state,
    ...frozen,
    phase: 'watching',
    histograms: histograms ?? {},
    segments: structuredClone(baseline.segments),
    vocabulary: frozenWords(state, (sums) => sums),
    evidence: freshEvidence(frozen.tests, Math.floor(watchedFromMs / minuteMs) * minuteMs),
  };
}

/**
 * Features that have been scored since the first day. Numbers and topics have not: in the few days since their edges
 * were frozen it does not show yet how far they wander, and a null without that would alarm again and again.
 */
function knownFromTheStart({ features }: BaselineSums): ReadonlySet<string> {
  const known = Object.entries(features).filter(
    ([, { eventsByHour }]) => eventsByHour.findIndex((events) => events > 0) < 24,
  );
  return new Set(known.map(([feature]) => feature));
}

function frozenWords({ vocabulary }: DriftState, keep: (sums: VocabularySums) => VocabularySums | null) {
  const frozen = Object.entries(vocabulary).map(([name, { sums, watch }]) =>
    sums === null
      ? ([name, { sums, watch }] as const)
      : ([name, { sums: keep(sums), watch: freezeVocabulary(sums, watch ?? undefined) }] as const),
  );
  return Object.fromEntries(frozen);
}

/**
 * Holds the model against its whole baseline from now on. Features that have left the provisional one keep it until
 * they are back for a week, which they are then held against; what was learnt of them meanwhile is not known to be
 * usual.
 */
export function settle(state: DriftState, settledAtMs: number, traits: FeatureTraitsByName): DriftState {
  const { baseline, startMs } = state;
  if (baseline === null || startMs === null || state.evidence === null) return state;
  const { tests, unseen } = buildTests(baseline, startMs, traits);
  return {
    ...replaceTests(state, 'anchored', tests),
    unseen,
    segments: baseline.segments,
    vocabulary: frozenWords(state, () => null),
    baseline: null,
    settledAtMs,
    unsettled: [...new Set(state.evidence.latches.map(({ feature }) => feature))].sort(),
    recent: emptyRecent(settledAtMs),
  };
}

/** Folds minutes in which the state stays of one kind; adds to its own sums in place. */
function foldStretch(bare: DriftState, stretch: readonly Minute[], traits: FeatureTraitsByName): Folded {
  const isLearning = bare.phase === 'collecting';
  const within = withinAllowance(bare.actors, stretch, isLearning);
  const sampled = withVocabulary(withSample(bare, stretch), stretch);
  const state = { ...sampled, actors: within.counts };
  const minutes = within.minutes.map(({ atMs, units }) => ({
    atMs,
    units: units.map((unit) => withTopic(unit, state)),
  }));
  learn(state, minutes);
  return watchStretch(state, minutes, { watchedFromMs: turningPoints(state).watchedFromMs, traits });
}

function learn(state: DriftState, minutes: readonly Minute[]): void {
  const { startMs, histograms, baseline, recent } = state;
  const { edgesAtMs } = turningPoints(state);
  const [sums, fromMs] = baseline === null ? [recent?.sums, recent?.startMs ?? 0] : [baseline, startMs ?? 0];
  if (sums === undefined) return;
  const frame = { startMs: fromMs, histograms, edgesAtMs, withSegments: baseline !== null };
  for (const { units } of minutes) {
    for (const unit of units) if (unit.firstAtMs >= fromMs) addToBaseline(sums, unit, frame);
  }
  if (baseline !== null) for (const { units } of minutes) learnWords(state, units, fromMs);
}

function withSample(state: DriftState, minutes: readonly Minute[]): DriftState {
  const { topicSample } = state;
  if (topicSample === null) return state;
  return {
    ...state,
    topicSample: minutes.reduce((grown, { units }) => sampleUnits(grown, units), topicSample),
  };
}

/** Each text's words are counted from the first minute that has any. */
function withVocabulary(state: DriftState, minutes: readonly Minute[]): DriftState {
  if (state.baseline === null) return state;
  const names = new Set(
    minutes.flatMap(({ units }) => units.flatMap(({ terms }) => Object.keys(terms ?? {}))),
  );
  const fresh = [...names].filter((name) => !Object.hasOwn(state.vocabulary, name)).sort();
  const room = mostVocabularies - Object.keys(state.vocabulary).length;
  const added = fresh.slice(0, room).map((name) => [name, { sums: emptyVocabulary(), watch: null }] as const);
  return added.length === 0
    ? state
    : { ...state, vocabulary: { ...state.vocabulary, ...Object.fromEntries(added) } };
}

function learnWords({ vocabulary }: DriftState, units: readonly SessionUnit[], fromMs: number): void {
  for (const unit of units) {
    if (unit.firstAtMs < fromMs) continue;
    for (const [name, terms] of Object.entries(unit.terms ?? {})) {
      const sums = vocabulary[name]?.sums;
      if (sums) addDocument(sums, unit, terms);
    }
  }
}
