import type { DriftTest } from './build-test.js';
import type { Evidence } from './evidence.js';
import type { FrozenHistogram } from './frozen-histogram.js';
import type { SegmentSums } from './segment-sums.js';
import type { SessionUnit } from './session-unit.js';
import type { Topics } from './topics.js';

/**
 * What a version that is still learnt is held against: what its predecessor was frozen as, and what that does at the
 * same time where it still has traffic. Plain JSON, and gone once the version has a baseline of its own.
 */
export interface VersionWatch {
  readonly version: string;
  readonly predecessor: string;
  readonly tests: readonly DriftTest[];
  readonly histograms: Readonly<Record<string, FrozenHistogram>>;
  readonly topics: Topics | null;
  /** Levels of the predecessor's baseline by segment. */
  readonly segments: SegmentSums;
  /** Against the frozen levels: `r` are e-processes, which begin at 1. */
  readonly frozen: Evidence;
  readonly beside: BesideEvidence;
  /** Features that have alarmed: they say nothing more of this version. */
  readonly told: readonly string[];
}

/** What two versions with traffic at the same time have given so far. Plain JSON. */
export interface BesideEvidence {
  /** Sessions of both that wait until there are enough to be compared. */
  readonly own: readonly SessionUnit[];
  readonly stable: readonly SessionUnit[];
  /** E-processes by bet. */
  readonly r: readonly number[];
  /** By test, `effectSlots` of each version. */
  readonly ownSums: readonly number[];
  readonly stableSums: readonly number[];
}

/** A false alarm of a version, over all of its first weeks, is at most this likely. */
export const versionAlpha = 0.01;

/** Shares of the evidence: what happens at the same time has the same season, what was frozen has more sessions. */
export const versionShares = { frozen: 0.5, beside: 0.5 };

/** What the versions are called. */
export interface VersionNames {
  readonly version: string;
  readonly predecessor: string;
}
