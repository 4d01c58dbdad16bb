import { hourMs } from './drift-settings.js';
import type { FrozenHistogram } from './frozen-histogram.js';
import { type SegmentSums, addToSegments, segmentsOf } from './segment-sums.js';
import { type SessionUnit, unitCap } from './session-unit.js';
import { type RankScores, categoryEvents, scoreRanks } from './unit-scores.js';

// A global is slow to find in the contexts that Jest runs simulations in: hot loops take theirs from here.
const { floor, max } = Math;

/** Sessions have 1..16 events: sums by day and size stand at `day * sizeSlots + n`. */
export const sizeSlots = unitCap + 1;

/** Sums over the baseline's units of one score. */
export interface ScoreSums {
  /** Σ a by day and size. */
  readonly s1: number[];
  /** Σ a² by day and size. */
  readonly s2: number[];
  /** Σ a by hour since the hour of the start. */
  readonly byHour: number[];
}

export type FeatureKind = 'rate' | 'number' | 'category';

/** Sums of one feature. Counts and rounded ranks add up exactly: any order, any number of parts, the same bits. */
export interface FeatureSums {
  readonly kind: FeatureKind;
  /** Units by day and size. */
  readonly units: number[];
  /** Events by hour since the hour of the start. */
  readonly eventsByHour: number[];
  /** `sum`, `any`; `pit`, `q90`, `q99`, `q10`; `is:<category>`. */
  readonly scores: Record<string, ScoreSums>;
}

/** Everything the baseline remembers of the sessions it saw. Plain JSON. */
export interface BaselineSums {
  readonly features: Record<string, FeatureSums>;
  /** Events by bin, of numeric features, until their edges freeze. */
  readonly histograms: Record<string, Record<string, number>>;
  /** Rates and mean ranks by segment. */
  readonly segments: SegmentSums;
}

/** A baseline under way: where it began and, once they are frozen, the edges of numbers. */
export interface BaselineFrame {
  readonly startMs: number;
  readonly histograms: Readonly<Record<string, FrozenHistogram>> | null;
  readonly edgesAtMs: number;
  /** False where nobody asks for segments. */
  readonly withSegments: boolean;
}

/** More categories than this are counted as "other". */
const mostCategories = 64;
/** More features than this are not watched: memory of a model is bounded. */
const mostFeatures = 400;

export function emptyBaseline(): BaselineSums {
  return { features: {}, histograms: {}, segments: {} };
}

/** Adds a unit, in place: `baseline` belongs to the fold that calls this. */
export function addToBaseline(baseline: BaselineSums, unit: SessionUnit, frame: BaselineFrame): void {
  const hour = max(0, floor(unit.firstAtMs / hourMs) - floor(frame.startMs / hourMs));
  const day = floor(hour / 24);
  const segments = frame.withSegments ? segmentsOf(unit) : [];
  for (const [feature, [trueCount, n]] of Object.entries(unit.rates)) {
    const slot = openSlot(baseline, feature, 'rate', { day, hour, n });
    slot?.add('sum', trueCount);
    slot?.add('any', trueCount > 0 ? 1 : 0);
    if (slot !== undefined && segments.length > 0)
      addToSegments(baseline.segments, feature, segments, { n, value: trueCount });
  }
  for (const [feature, counts] of Object.entries(unit.categories)) {
    const slot = openSlot(baseline, feature, 'category', { day, hour, n: categoryEvents(counts) });
    for (const [score, value] of Object.entries(counts)) slot?.add(score, value);
  }
  if (frame.histograms === null) addToHistograms(baseline, unit);
  else if (unit.firstAtMs >= frame.edgesAtMs)
    addRanks(baseline, unit, frame.histograms, { day, hour, segments });
}

function addToHistograms(baseline: BaselineSums, unit: SessionUnit): void {
  for (const [feature, bins] of Object.entries(unit.numbers)) {
    if (!(feature in baseline.histograms) && Object.keys(baseline.histograms).length >= mostFeatures)
      continue;
    const counts = (baseline.histograms[feature] ??= {});
    for (const bin of bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

function addRanks(
  baseline: BaselineSums,
  unit: SessionUnit,
  histograms: Readonly<Record<string, FrozenHistogram>>,
  at: { readonly day: number; readonly hour: number; readonly segments: readonly string[] },
): void {
  const scores: RankScores = { pit: 0, q90: 0, q99: 0, q10: 0 };
  for (const [feature, bins] of Object.entries(unit.numbers)) {
    const histogram = histograms[feature];
    if (histogram === undefined) continue;
    scoreRanks(histogram, bins, scores);
    const slot = openSlot(baseline, feature, 'number', { ...at, n: bins.length });
    for (const score of ['pit', 'q90', 'q99', 'q10'] as const) slot?.add(score, scores[score]);
    const part = { n: bins.length, value: scores.pit };
    if (slot !== undefined && at.segments.length > 0)
      addToSegments(baseline.segments, feature, at.segments, part);
  }
}

interface At {
  readonly day: number;
  readonly hour: number;
  readonly n: number;
}

/** Counts a unit of a feature and takes its scores; undefined where the feature is not watched. */
function openSlot(baseline: BaselineSums, feature: string, kind: FeatureKind, { day, hour, n }: At) {
  const isNew = !(feature in baseline.features);
  if (isNew && Object.keys(baseline.features).length >= mostFeatures) return undefined;
  const sums = (baseline.features[feature] ??= { kind, units: [], eventsByHour: [], scores: {} });
  if (sums.kind !== kind) return undefined;
  const index = day * sizeSlots + n;
  addAt(sums.units, index, 1);
  addAt(sums.eventsByHour, hour, n);
  return {
    add(score: string, value: number): void {
      const target = scoreSums(sums, score);
      if (target === undefined || value === 0) return;
      addAt(target.s1, index, value);
      addAt(target.s2, index, value * value);
      addAt(target.byHour, hour, value);
    },
  };
}

function scoreSums(sums: FeatureSums, score: string): ScoreSums | undefined {
  const isNew = !(score in sums.scores);
  if (isNew && Object.keys(sums.scores).length >= mostCategories) return undefined;
  return (sums.scores[score] ??= { s1: [], s2: [], byHour: [] });
}

function addAt(values: number[], index: number, amount: number): void {
  while (values.length <= index) values.push(0);
  values[index] = (values[index] ?? 0) + amount;
}
