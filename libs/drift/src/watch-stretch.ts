import { vocabularyShare } from './build-test.js';
import { joinEpisode } from './drift-episode.js';
import { joinChanges } from './recurring-change.js';
import { type FeatureTraitsByName, minuteMs } from './drift-settings.js';
import type { DriftState } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';
import { explainRisenTerms } from './explain-vocabulary.js';
import { withTopicTerms } from './fold-topics.js';
import { type Watch, closeWatch, openWatch } from './open-watch.js';
import type { Minute } from './order-units.js';
import { type AlarmFrame, largestEvidence, raiseAlarm, startAgain } from './raise-alarm.js';
import { type RecentSums, withhold } from './recent-sums.js';
import type { SessionUnit } from './session-unit.js';
import { type Recovery, evidenceOf, minutesPassed, watchMinute } from './watch-minute.js';
import {
  type OpenVocabulary,
  clearVocabulary,
  closeVocabulary,
  closeVocabularyMinute,
  foldDocument,
  openVocabulary,
  takeRisen,
  vocabularyEvidence,
} from './watch-vocabulary.js';

/** A model's state after more minutes, and what they gave. */
export interface Folded {
  readonly state: DriftState;
  readonly alarms: readonly DriftAlarm[];
  /** Features whose drift is over. */
  readonly recoveries: readonly Recovery[];
}

interface StretchFrame {
  readonly watchedFromMs: number;
  readonly traits: FeatureTraitsByName;
}

/** Everything that is watched of a model, in the hot loop, which works on it in place. */
interface OpenModel {
  readonly tests: Watch;
  readonly words: ReadonlyMap<string, OpenVocabulary>;
  /** The share of the evidence that each vocabulary has. */
  readonly wordsShare: number;
}

/** The state after minutes in which its tests stay the same, and the alarms of them. */
export function watchStretch(
  state: DriftState,
  minutes: readonly Minute[],
  { watchedFromMs, traits }: StretchFrame,
): Folded {
  const { settings } = state;
  const model = openModel(state);
  if (model === undefined || minutes.length === 0) return { state, alarms: [], recoveries: [] };
  const alarms: DriftAlarm[] = [];
  const recoveries: Recovery[] = [];
  let { recent, episode, changes } = state;
  for (const { atMs, units } of minutes) {
    // A session that began before the model was watched belongs to the baseline or to neither side.
    const after = units.filter(({ firstAtMs }) => firstAtMs >= watchedFromMs);
    if (after.length === 0) continue;
    recoveries.push(...foldMinute(model, atMs, after));
    if (evidenceOfModel(model) < settings.arlMinutes) continue;
    const isOn =
      model.tests.latches.length > 0 || [...model.words.values()].some(({ latched }) => latched.size > 0);
    const raised = raise(model, { atMs: atMs + minuteMs, settings, traits });
    const joined = joinEpisode(episode, withTopicTerms(raised, state.topics), isOn);
    episode = joined.episode;
    const again = joinChanges(changes, joined.alarm);
    changes = again.changes;
    alarms.push(again.alarm);
    recent = withheld(recent, raised);
  }
  return { state: { ...closeModel(state, model), recent, episode, changes }, alarms, recoveries };
}

function openModel({ evidence, tests, histograms, vocabulary }: DriftState): OpenModel | undefined {
  if (evidence === null) return undefined;
  const watched = Object.entries(vocabulary).flatMap(([name, { watch }]) =>
    watch === null ? [] : [[name, openVocabulary(watch)] as const],
  );
  return {
    tests: openWatch(tests, histograms ?? {}, evidence),
    words: new Map(watched),
    wordsShare: vocabularyShare / Math.max(1, watched.length),
  };
}

function closeModel(state: DriftState, { tests, words }: OpenModel): DriftState {
  const vocabulary = Object.entries(state.vocabulary).map(([name, one]) => {
    const open = words.get(name);
    return [name, open === undefined ? one : { ...one, watch: closeVocabulary(open) }] as const;
  });
  return { ...state, evidence: closeWatch(tests), vocabulary: Object.fromEntries(vocabulary) };
}

function foldMinute({ tests, words }: OpenModel, atMs: number, units: readonly SessionUnit[]): Recovery[] {
  const minutes = minutesPassed(tests, atMs);
  for (const [name, open] of words) {
    for (const { terms, firstAtMs } of units) {
      const document = terms?.[name];
      if (document !== undefined) foldDocument(open, document, firstAtMs);
    }
    closeVocabularyMinute(open, minutes);
  }
  return watchMinute(tests, atMs, units);
}

/** The mixture M = Σ weight·R of tests and words. */
function evidenceOfModel({ tests, words, wordsShare }: OpenModel): number {
  let evidence = evidenceOf(tests);
  for (const open of words.values()) evidence += wordsShare * vocabularyEvidence(open);
  return evidence;
}

/** The alarm of what holds most of the evidence, all of which starts again from nothing. */
function raise({ tests, words, wordsShare }: OpenModel, frame: AlarmFrame): DriftAlarm {
  const held = [...words].map(([name, open]) => [name, open, wordsShare * vocabularyEvidence(open)] as const);
  const most = held.reduce<(typeof held)[number] | undefined>(
    (best, one) => (best === undefined || one[2] > best[2] ? one : best),
    undefined,
  );
  const isWords = most !== undefined && most[2] > largestEvidence(tests);
  const alarm = isWords ? explainRisenTerms(takeRisen(most[1]), most[0], frame) : raiseAlarm(tests, frame);
  if (isWords) startAgain(tests);
  for (const open of words.values()) clearVocabulary(open);
  return alarm;
}

function withheld(recent: RecentSums | null, { feature, changeAtMs, atMs }: DriftAlarm): RecentSums | null {
  return recent && withhold(recent, feature, changeAtMs, atMs);
}
