import type { BaselineSums, FeatureSums } from './baseline-sums.js';
import type { DriftTest } from './build-test.js';
import { type DriftState, type Vocabulary, stateFormat } from './drift-state.js';
import { sessionWeights } from './estimate-level.js';
import { type FrozenHistogram, freezeHistogram } from './frozen-histogram.js';
import { packCounts, unpackCounts } from './packed-counts.js';
import type { VersionWatch } from './version-watch.js';
import { unitCap } from './session-unit.js';
import { rankSteps } from './unit-scores.js';

// Sums of counts are most of a state. They are written packed, and what follows from other parts is not written.

const plainSizes = Array.from({ length: unitCap + 1 }, (_, n) => n);

/** The state as text; `readDriftState` gives back the same bits. */
export function writeDriftState(state: DriftState): string {
  const { baseline, recent, vocabulary, histograms, tests, succeeds } = state;
  return JSON.stringify({
    ...state,
    baseline: baseline && packSums(baseline),
    recent: recent && { ...recent, sums: packSums(recent.sums) },
    vocabulary: mapValues(vocabulary, packVocabulary),
    histograms: histograms && mapValues(histograms, packHistogram),
    tests: tests.map(packTest),
    succeeds: succeeds && packVersion(succeeds),
  });
}

/** The state that `writeDriftState` wrote; undefined where an older build wrote it in another format. */
export function readDriftState(text: string): DriftState | undefined {
  const state = JSON.parse(text) as PackedState;
  if (state.format !== stateFormat) return undefined;
  const { baseline, recent, vocabulary, histograms, tests, succeeds } = state;
  return {
    ...state,
    baseline: baseline && unpackSums(baseline),
    recent: recent && { ...recent, sums: unpackSums(recent.sums) },
    vocabulary: mapValues(vocabulary, unpackVocabulary),
    histograms: histograms && mapValues(histograms, unpackHistogram),
    tests: tests.map(unpackTest),
    succeeds: succeeds && unpackVersion(succeeds),
  };
}

type PackedState = Omit<
  DriftState,
  'baseline' | 'recent' | 'vocabulary' | 'histograms' | 'tests' | 'succeeds'
> & {
  readonly baseline: PackedSums | null;
  readonly recent: (Omit<NonNullable<DriftState['recent']>, 'sums'> & { readonly sums: PackedSums }) | null;
  readonly vocabulary: Readonly<Record<string, PackedVocabulary>>;
  readonly histograms: Readonly<Record<string, readonly [string, string, string]>> | null;
  readonly tests: readonly PackedTest[];
  readonly succeeds: PackedVersion | null;
};

type PackedSums = ReturnType<typeof packSums>;
type PackedFeature = ReturnType<typeof packFeature>;

function packSums({ features, ...rest }: BaselineSums) {
  return { ...rest, features: mapValues(features, packFeature) };
}

function unpackSums({ features, ...rest }: PackedSums): BaselineSums {
  return { ...rest, features: mapValues(features, unpackFeature) };
}

function packFeature({ kind, units, eventsByHour, scores }: FeatureSums) {
  const packed = mapValues(scores, ({ s1, s2, byHour }, score) => {
    const steps = stepsOf(score);
    return [packIn(s1, steps), packIn(s2, steps * steps), packIn(byHour, steps)] as const;
  });
  return { kind, units: packCounts(units), eventsByHour: packCounts(eventsByHour), scores: packed };
}

function unpackFeature({ kind, units, eventsByHour, scores }: PackedFeature): FeatureSums {
  const unpacked = mapValues(scores, ([s1, s2, byHour], score) => {
    const steps = stepsOf(score);
    return { s1: unpackIn(s1, steps), s2: unpackIn(s2, steps * steps), byHour: unpackIn(byHour, steps) };
  });
  return { kind, units: unpackCounts(units), eventsByHour: unpackCounts(eventsByHour), scores: unpacked };
}

/** Ranks are whole in steps of 1/1024; everything else is counted. */
function stepsOf(score: string): number {
  return score === 'pit' ? rankSteps : 1;
}

function packIn(values: readonly number[], steps: number): string {
  return packCounts(steps === 1 ? values : values.map((value) => value * steps));
}

function unpackIn(text: string, steps: number): number[] {
  const values = unpackCounts(text);
  return steps === 1 ? values : values.map((value) => value / steps);
}

type PackedVocabulary = ReturnType<typeof packVocabulary>;

function packVocabulary({ sums, watch }: Vocabulary) {
  return { watch, sums: sums && { ...sums, counts: packCounts(sums.counts) } };
}

function unpackVocabulary({ sums, watch }: PackedVocabulary): Vocabulary {
  return { watch, sums: sums && { ...sums, counts: unpackCounts(sums.counts) } };
}

/** Bins as steps from one to the next, the first one apart: it may be below zero. */
function packHistogram({ bins, counts }: FrozenHistogram): readonly [string, string, string] {
  const steps = bins.slice(1).map((bin, i) => bin - bins[i]!);
  return [String(bins[0] ?? ''), packCounts(steps), packCounts(counts)];
}

function unpackHistogram([first, steps, counts]: readonly [string, string, string]): FrozenHistogram {
  if (first === '') return freezeHistogram({});
  const numbers = unpackCounts(counts);
  let bin = Number(first);
  const bins = [bin, ...unpackCounts(steps).map((step) => (bin += step))];
  return freezeHistogram(Object.fromEntries(bins.map((at, i) => [at, numbers[i]!])));
}

type PackedTest = ReturnType<typeof packTest>;

/** A test's bets weigh alike, its weights follow from its ICC, and its sizes are plain but for `any`. */
function packTest({ weights: _weights, sizes, bets, ...rest }: DriftTest) {
  return {
    ...rest,
    ...(sizes.some((size, n) => size !== n) && { sizes }),
    bets: bets.map(({ lambda }) => lambda),
    weight: bets[0]?.weight ?? 0,
  };
}

function unpackTest({ sizes = plainSizes, bets, weight, ...rest }: PackedTest): DriftTest {
  return {
    ...rest,
    weights: sessionWeights(rest.icc, rest.crowding),
    sizes,
    bets: bets.map((lambda) => ({ lambda, weight })),
  };
}

type PackedVersion = ReturnType<typeof packVersion>;

function packVersion({ tests, histograms, ...rest }: VersionWatch) {
  return { ...rest, tests: tests.map(packTest), histograms: mapValues(histograms, packHistogram) };
}

function unpackVersion({ tests, histograms, ...rest }: PackedVersion): VersionWatch {
  return { ...rest, tests: tests.map(unpackTest), histograms: mapValues(histograms, unpackHistogram) };
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, name: string) => B,
): Record<string, B> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)] as const),
  );
}
