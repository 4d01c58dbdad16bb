import { hourMs } from './drift-settings.js';
import { unitCap } from './session-unit.js';
import { type FeatureScores, scoreUnit } from './unit-scores.js';
import type { FrozenHistogram } from './frozen-histogram.js';
import type { SessionUnit } from './session-unit.js';

/** Sums over the baseline's units of one score; index n = 1..16 is the session's size, hour counts from the start. */
export interface ScoreSums {
  /** Σ a of units of size n. */
  readonly s1: number[];
  /** Σ a² of units of size n. */
  readonly s2: number[];
  /** Σ a of units that began in that hour. */
  readonly byHour: number[];
}

/** Sums of one feature. All of it is additive, and mergeable. */
export interface FeatureSums {
  /** Units of size n. */
  readonly units: number[];
  /** Events of units that began in that hour. */
  readonly eventsByHour: number[];
  readonly scores: Record<string, ScoreSums>;
}

/** Everything the baseline remembers of the sessions it saw. Plain JSON. */
export interface BaselineSums {
  readonly features: Record<string, FeatureSums>;
  /** Events by bin, of numeric features, until their edges freeze. */
  readonly histograms: Record<string, Record<string, number>>;
}

/** More categories than this are counted as one. */
const mostCategories = 64;
const otherCategories = 'is:(other)';

export function emptyBaseline(): BaselineSums {
  return { features: {}, histograms: {} };
}

/** Adds a unit's numbers to the histograms, in place: `baseline` belongs to the fold that calls this. */
export function addToHistograms(baseline: BaselineSums, unit: SessionUnit): void {
  for (const [feature, bins] of Object.entries(unit.numbers)) {
    const counts = (baseline.histograms[feature] ??= {});
    for (const bin of bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
}

/** Adds a unit's scores to the sums, in place: `baseline` belongs to the fold that calls this. */
export function addToBaseline(
  baseline: BaselineSums,
  unit: SessionUnit,
  histograms: Readonly<Record<string, FrozenHistogram>>,
  startMs: number,
): void {
  const hour = Math.max(0, Math.floor((unit.firstAtMs - startMs) / hourMs));
  for (const scored of scoreUnit(unit, histograms)) addScores(baseline, scored, hour);
}

function addScores(baseline: BaselineSums, { feature, n, scores }: FeatureScores, hour: number): void {
  const sums = (baseline.features[feature] ??= { units: zeros(), eventsByHour: [], scores: {} });
  sums.units[n] = (sums.units[n] ?? 0) + 1;
  sums.eventsByHour[hour] = (sums.eventsByHour[hour] ?? 0) + n;
  for (const { score, value } of scores) {
    const target = scoreSums(sums, score);
    target.s1[n] = (target.s1[n] ?? 0) + value;
    target.s2[n] = (target.s2[n] ?? 0) + value * value;
    target.byHour[hour] = (target.byHour[hour] ?? 0) + value;
  }
}

function scoreSums(sums: FeatureSums, score: string): ScoreSums {
  const isNew = sums.scores[score] === undefined;
  const name = isNew && Object.keys(sums.scores).length >= mostCategories ? otherCategories : score;
  return (sums.scores[name] ??= { s1: zeros(), s2: zeros(), byHour: [] });
}

function zeros(): number[] {
  return new Array<number>(unitCap + 1).fill(0);
}
