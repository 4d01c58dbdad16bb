import { type OpenTest, type Watch, closeWatch, openWatch } from './open-watch.js';
import type { SessionUnit } from './session-unit.js';
import { type VersionWatch, versionShares } from './version-watch.js';

/** A version's watch in the hot loop, which works on it in place. */
export interface OpenVersion {
  readonly watch: VersionWatch;
  /** The predecessor's tests; `r` are the e-processes against its frozen levels. */
  readonly frozen: Watch;
  /** By bet of the same tests: against what the predecessor does at the same time. */
  readonly beside: Float64Array;
  readonly ownSums: Float64Array;
  readonly stableSums: Float64Array;
  own: SessionUnit[];
  stable: SessionUnit[];
  readonly told: Set<string>;
}

/** A stored watch for the hot loop. */
export function openVersion(watch: VersionWatch): OpenVersion {
  const { tests, histograms, frozen, beside, told } = watch;
  const open = openWatch(tests, histograms, frozen);
  const version: OpenVersion = {
    watch,
    frozen: open,
    beside: Float64Array.from(beside.r),
    ownSums: Float64Array.from(beside.ownSums),
    stableSums: Float64Array.from(beside.stableSums),
    own: [...beside.own],
    stable: [...beside.stable],
    told: new Set(),
  };
  for (const feature of told) silence(version, feature);
  return version;
}

/** The watch as plain data again. */
export function closeVersion({
  watch,
  frozen,
  beside,
  ownSums,
  stableSums,
  ...open
}: OpenVersion): VersionWatch {
  return {
    ...watch,
    frozen: closeWatch(frozen),
    beside: {
      own: open.own,
      stable: open.stable,
      r: Array.from(beside),
      ownSums: Array.from(ownSums),
      stableSums: Array.from(stableSums),
    },
    told: [...open.told],
  };
}

/** A feature that has alarmed gathers nothing more, in place. */
export function silence({ frozen, beside, told }: OpenVersion, feature: string): void {
  told.add(feature);
  for (const test of frozen.features.get(feature)?.tests ?? []) {
    frozen.latched[test.index] = 1;
    frozen.r.fill(0, test.firstBet, test.firstBet + test.lambdas.length);
    beside.fill(0, test.firstBet, test.firstBet + test.lambdas.length);
  }
}

/** The mixture of both evidences over all tests. */
export function evidenceOfVersion(version: OpenVersion): number {
  let evidence = 0;
  for (const [, { tests }] of version.frozen.features) {
    for (const test of tests) evidence += frozenEvidence(version, test) + besideEvidence(version, test);
  }
  return evidence;
}

/** What a test has gathered against the predecessor's frozen level. */
export function frozenEvidence({ frozen }: OpenVersion, { firstBet, lambdas }: OpenTest): number {
  return versionShares.frozen * weighted(frozen.betWeights, frozen.r, firstBet, lambdas.length);
}

/** What a test has gathered against what the predecessor does at the same time. */
export function besideEvidence({ frozen, beside }: OpenVersion, { firstBet, lambdas }: OpenTest): number {
  return versionShares.beside * weighted(frozen.betWeights, beside, firstBet, lambdas.length);
}

function weighted(weights: Float64Array, values: Float64Array, first: number, count: number): number {
  let sum = 0;
  for (let b = first; b < first + count; b++) sum += weights[b]! * values[b]!;
  return sum;
}
