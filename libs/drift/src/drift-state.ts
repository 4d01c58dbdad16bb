import { type ActorCounts, noActors } from './actor-allowance.js';
import { type BaselineSums, emptyBaseline } from './baseline-sums.js';
import type { DriftTest } from './build-test.js';
import type { UnseenTest } from './build-tests.js';
import { type DriftSettings, defaultDriftSettings } from './drift-settings.js';
import type { Evidence } from './evidence.js';
import type { FrozenHistogram } from './frozen-histogram.js';
import type { LastChanges } from './recurring-change.js';
import type { RecentSums } from './recent-sums.js';
import { type TopicSample, type Topics, emptySample } from './topics.js';
import type { VocabularySums, VocabularyWatch } from './vocabulary.js';
import type { SegmentSums } from './segment-sums.js';
import type { VersionWatch } from './version-watch.js';
import type { VolumeWatch } from './volume-watch.js';

/** Changes with the shape of a state: one of another shape is of no use. */
export const stateFormat = 6;

/** Everything the detector knows of one model and version. Plain JSON: stored, read back, it gives the same bits. */
export interface DriftState {
  /** Of this type; a state of another is of no use. */
  readonly format: typeof stateFormat;
  readonly settings: DriftSettings;
  readonly phase: 'collecting' | 'watching';
  /** Start of the minute of the first event; null before there was one. */
  readonly startMs: number | null;
  /** Minutes that begin before this have been folded. */
  readonly foldedThroughMs: number | null;
  /** Sessions folded so far. */
  readonly units: number;
  /** How many sessions which actors usually have. */
  readonly actors: ActorCounts;
  /** Null once the baseline is settled; until then what is watched is held against a provisional one. */
  readonly baseline: BaselineSums | null;
  /** What the second clock learns from; null until the baseline is settled. */
  readonly recent: RecentSums | null;
  /** Words of the model's texts by text: what the baseline counts of them, and what is watched. */
  readonly vocabulary: Readonly<Record<string, Vocabulary>>;
  /** Features that had left their provisional baseline when the others were settled: held against that still. */
  readonly unsettled: readonly string[];
  /** First prompts of the first days, until topics are made of them. */
  readonly topicSample: TopicSample | null;
  /** Topics of prompts; null until the edges are frozen. */
  readonly topics: Topics | null;
  /** When the baseline was settled: what was asked and answered since is held against it. */
  readonly settledAtMs: number | null;
  /** The drift under way, or the last one; null before there was one. */
  readonly episode: Episode | null;
  /** Null where bursts are not watched, and before the first session. */
  readonly volume: VolumeWatch | null;
  /** When what has drifted did so before, to know a period. */
  readonly changes: LastChanges;
  /** The version before this one, while this one is learnt; null where there is none. */
  readonly succeeds: VersionWatch | null;
  /** Null until the edges are frozen. */
  readonly histograms: Readonly<Record<string, FrozenHistogram>> | null;
  readonly tests: readonly DriftTest[];
  readonly unseen: readonly UnseenTest[];
  /** Levels of the baseline by segment, once it is frozen. */
  readonly segments: SegmentSums;
  /** Null until the baseline is frozen. */
  readonly evidence: Evidence | null;
}

/** Words of one text, before and after the freeze. Plain JSON. */
export interface Vocabulary {
  /** Null once the baseline is settled. */
  readonly sums: VocabularySums | null;
  /** Null until the model is watched. */
  readonly watch: VocabularyWatch | null;
}

/** Alarms that are one thing: they came while the first ones' features had not returned. Plain JSON. */
export interface Episode {
  /** The feature that was first. */
  readonly cause: string;
  readonly lastAlarmMs: number;
}

/** How far a model's baseline is. */
export type BaselineLabel = 'learning' | 'provisional' | 'settled';

/** How far the baseline is that the model is held against. */
export function baselineLabel({ phase, baseline }: DriftState): BaselineLabel {
  if (phase === 'collecting') return 'learning';
  return baseline === null ? 'settled' : 'provisional';
}

/** The state with bursts watched from now on, or no longer. */
export function watchingVolume(state: DriftState, isWatched: boolean): DriftState {
  if ((state.settings.volume === true) === isWatched) return state;
  const { volume: _volume, ...settings } = state.settings;
  return { ...state, settings: isWatched ? { ...settings, volume: true } : settings, volume: null };
}

/** The state of a model that has not been seen yet. */
export function newDriftState(settings: DriftSettings = defaultDriftSettings): DriftState {
  return {
    format: stateFormat,
    settings,
    phase: 'collecting',
    startMs: null,
    foldedThroughMs: null,
    units: 0,
    actors: noActors,
    baseline: emptyBaseline(),
    recent: null,
    vocabulary: {},
    unsettled: [],
    topicSample: emptySample,
    topics: null,
    settledAtMs: null,
    episode: null,
    volume: null,
    changes: {},
    succeeds: null,
    histograms: null,
    tests: [],
    unseen: [],
    segments: {},
    evidence: null,
  };
}
