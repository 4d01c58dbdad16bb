import { type BaselineSums, emptyBaseline } from './baseline-sums.js';
import type { DriftTest } from './build-test.js';
import type { UnseenTest } from './build-tests.js';
import { type DriftSettings, defaultDriftSettings } from './drift-settings.js';
import type { Evidence } from './evidence.js';
import type { FrozenHistogram } from './frozen-histogram.js';
import type { SegmentSums } from './segment-sums.js';

const stateFormat = 2;

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
  /** Null once the baseline is frozen. */
  readonly baseline: BaselineSums | null;
  /** Null until the edges are frozen. */
  readonly histograms: Readonly<Record<string, FrozenHistogram>> | null;
  readonly tests: readonly DriftTest[];
  readonly unseen: readonly UnseenTest[];
  /** Levels of the baseline by segment, once it is frozen. */
  readonly segments: SegmentSums;
  /** Null until the baseline is frozen. */
  readonly evidence: Evidence | null;
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
    baseline: emptyBaseline(),
    histograms: null,
    tests: [],
    unseen: [],
    segments: {},
    evidence: null,
  };
}

/** The state as text; `readDriftState` gives back the same bits. */
export function writeDriftState(state: DriftState): string {
  return JSON.stringify(state);
}

/** The state that `writeDriftState` wrote; undefined where an older build wrote it in another format. */
export function readDriftState(text: string): DriftState | undefined {
  const state = JSON.parse(text) as DriftState;
  return state.format === stateFormat ? state : undefined;
}
