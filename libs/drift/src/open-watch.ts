import type { FeatureKind } from './baseline-sums.js';
import { type DriftTest, kindOfScore } from './build-test.js';
import type { Evidence } from './evidence.js';
import type { FrozenHistogram } from './frozen-histogram.js';
import { type OpenLatch, closeLatch, openLatch } from './latch.js';
import { nullCells } from './null-cells.js';
import type { RankScores } from './unit-scores.js';

/** A test ready for the hot loop of the fold. */
export interface OpenTest {
  readonly index: number;
  readonly test: DriftTest;
  readonly sign: 1 | -1;
  readonly weights: Float64Array;
  readonly sizes: Float64Array;
  /** Null level and season by cell. */
  readonly m: Float64Array;
  readonly s: Float64Array;
  readonly firstBet: number;
  readonly lambdas: Float64Array;
}

/** The tests of one feature, and what its scores need. */
export interface OpenFeature {
  readonly kind: FeatureKind;
  readonly tests: readonly OpenTest[];
  readonly histogram: FrozenHistogram | undefined;
  /** The categories that are not `other`. */
  readonly named: readonly string[];
}

/**
 * A model's frozen tests with its evidence as flat arrays, which belong to one call of the fold: it works on them in
 * place, and `closeWatch` gives back plain data.
 */
export interface Watch {
  readonly features: ReadonlyMap<string, OpenFeature>;
  readonly tests: readonly OpenTest[];
  readonly betWeights: Float64Array;
  /** Factor of each bet in the minute at hand. */
  readonly e: Float64Array;
  readonly r: Float64Array;
  readonly cusum: Float64Array;
  readonly since: Float64Array;
  readonly marks: Float64Array;
  readonly sums: Float64Array;
  /** Sums as they were before the minute at hand. */
  readonly before: Float64Array;
  /** By test: 1 where the minute at hand has spoken to it. */
  readonly touched: Uint8Array;
  /** By test: 1 while it is latched. */
  readonly latched: Uint8Array;
  readonly ranks: RankScores;
  /** Features by which nulls are adjusted, and the category of the unit at hand of each. */
  readonly mixes: readonly string[];
  readonly asked: Map<string, string>;
  latches: OpenLatch[];
  lastMinuteMs: number;
}

/** Flat arrays of frozen tests and their evidence. */
export function openWatch(
  tests: readonly DriftTest[],
  histograms: Readonly<Record<string, FrozenHistogram>>,
  evidence: Evidence,
): Watch {
  const opened = openTests(tests);
  const latched = new Uint8Array(tests.length);
  for (const { tests: held } of evidence.latches) for (const index of held) latched[index] = 1;
  const sums = Float64Array.from(evidence.sums);
  return {
    features: byFeature(opened, histograms),
    tests: opened,
    betWeights: Float64Array.from(tests.flatMap(({ bets }) => bets.map(({ weight }) => weight))),
    e: new Float64Array(evidence.r.length).fill(1),
    r: Float64Array.from(evidence.r),
    cusum: Float64Array.from(evidence.cusum),
    since: Float64Array.from(evidence.since),
    marks: Float64Array.from(evidence.marks),
    sums,
    before: Float64Array.from(sums),
    touched: new Uint8Array(tests.length),
    latched,
    ranks: { pit: 0, q90: 0, q99: 0, q10: 0 },
    mixes: [...new Set(tests.flatMap(({ mix }) => mix?.of ?? []))],
    asked: new Map(),
    latches: evidence.latches.map(openLatch),
    lastMinuteMs: evidence.lastMinuteMs,
  };
}

/** The evidence as plain data again. */
export function closeWatch(watch: Watch): Evidence {
  return {
    lastMinuteMs: watch.lastMinuteMs,
    r: Array.from(watch.r),
    cusum: Array.from(watch.cusum),
    since: Array.from(watch.since),
    marks: Array.from(watch.marks),
    sums: Array.from(watch.sums),
    latches: watch.latches.map(closeLatch),
  };
}

function openTests(tests: readonly DriftTest[]): OpenTest[] {
  let firstBet = 0;
  return tests.map((test, index) => {
    const opened: OpenTest = {
      index,
      test,
      sign: test.direction === 'up' ? 1 : -1,
      weights: Float64Array.from(test.weights),
      sizes: Float64Array.from(test.sizes),
      ...nullCells(test),
      firstBet,
      lambdas: Float64Array.from(test.bets.map(({ lambda }) => lambda)),
    };
    firstBet += test.bets.length;
    return opened;
  });
}

function byFeature(
  tests: readonly OpenTest[],
  histograms: Readonly<Record<string, FrozenHistogram>>,
): Map<string, OpenFeature> {
  const features = new Map<string, OpenFeature>();
  for (const [feature, ofFeature] of Map.groupBy(tests, ({ test }) => test.feature)) {
    const named = ofFeature.flatMap(({ test }) => test.named ?? []);
    const kind = kindOfScore(ofFeature[0]!.test.score);
    features.set(feature, { kind, tests: ofFeature, histogram: histograms[feature], named });
  }
  return features;
}
