import type { BaselineSums, FeatureSums } from './baseline-sums.js';
import { isInput, segmentOfKey } from './segment-sums.js';

/** How a feature's level goes with what is asked: the null of a session by its category. Plain JSON. */
export interface CaseMix {
  /** The category feature whose values have different levels. */
  readonly of: string;
  /** Level of the sessions of a category as a factor of the level of all; 1 for those that are not listed. */
  readonly factors: Readonly<Record<string, number>>;
  /** The mean factor of the baseline's own mix, by hour of the day (UTC). */
  readonly usual: readonly number[];
}

/** Fewer events of a category say nothing of its level. */
const fewestEvents = 50;
/** Sums over sessions vary more than those of independent events; what is here has to be sure of itself. */
const design = 4;
/** So many standard deviations of χ² above its mean. */
const clearness = 6;
const farthest = 10;
const kernel = [1, 2, 3, 2, 1];

interface Level {
  readonly category: string;
  readonly n: number;
  readonly p: number;
}

/**
 * The case mix that a rate or a number is to be adjusted for: of the category features of the input the one whose
 * categories differ most in level, by χ² with a design factor; undefined where none clearly does. Factors are shrunk
 * toward 1 by their own noise (positive-part James–Stein, Efron and Morris, JASA 1973). A null by category is risk
 * adjustment as in Steiner et al., Biostatistics 2000. `firstHour`: that of the sums, since 1970.
 */
export function caseMixOf(
  feature: string,
  { features, segments }: BaselineSums,
  firstHour: number,
): CaseMix | undefined {
  const parts = Object.entries(segments[feature] ?? {});
  const byDimension = Map.groupBy(parts, ([key]) => segmentOfKey(key).feature);
  const isNumber = features[feature]?.kind === 'number';
  const found = [...byDimension].flatMap(([of, ofDimension]) => {
    const sums = features[of];
    if (of === feature || !isInput(of) || sums === undefined) return [];
    const levels = ofDimension.map(([key, [n, a]]) => ({
      category: segmentOfKey(key).category,
      n,
      p: a / n,
    }));
    const fitted = fitFactors(levels, isNumber);
    return fitted === undefined ? [] : [{ of, sums, ...fitted }];
  });
  const [best] = found.sort((a, b) => b.clear - a.clear || (a.of < b.of ? -1 : 1));
  if (best === undefined) return undefined;
  return { of: best.of, factors: best.factors, usual: usualFactors(best.sums, best.factors, firstHour) };
}

function fitFactors(levels: readonly Level[], isNumber: boolean) {
  const events = levels.reduce((sum, { n }) => sum + n, 0);
  const p = levels.reduce((sum, level) => sum + level.n * level.p, 0) / events;
  const known = levels.filter(({ n }) => n >= fewestEvents);
  const v = isNumber ? 1 / 12 : p * (1 - p);
  if (known.length < 2 || !(v > 0)) return undefined;
  const squares = known.map((level) => (level.n * (level.p - p) ** 2) / (design * v));
  const freedom = known.length - 1;
  const clear = (squares.reduce((sum, z) => sum + z, 0) - freedom) / Math.sqrt(2 * freedom);
  if (clear < clearness) return undefined;
  const factors = known.map(({ category, p: own }, i) => {
    const factor = 1 + Math.max(0, 1 - 1 / squares[i]!) * (own / p - 1);
    return [category, rounded(Math.min(farthest, Math.max(1 / farthest, factor)))] as const;
  });
  return { clear, factors: Object.fromEntries(factors) };
}

/** Hours smoothed by a triangle over five, as the season's. */
function usualFactors(
  { eventsByHour, scores }: FeatureSums,
  factors: CaseMix['factors'],
  firstHour: number,
): number[] {
  const [events, weighted] = [new Array<number>(24).fill(0), new Array<number>(24).fill(0)];
  eventsByHour.forEach((n, hour) => {
    const at = (firstHour + hour) % 24;
    events[at]! += n;
    weighted[at]! += n;
    for (const [category, factor] of Object.entries(factors)) {
      weighted[at]! += (factor - 1) * (scores[category]?.byHour[hour] ?? 0);
    }
  });
  const smooth = (values: readonly number[], h: number): number =>
    kernel.reduce((sum, k, i) => sum + k * values[(h + i + 22) % 24]!, 0);
  const all = events.reduce((sum, n) => sum + n, 0);
  const whole = all > 0 ? weighted.reduce((sum, w) => sum + w, 0) / all : 1;
  return events.map((_, h) => {
    const n = smooth(events, h);
    return rounded(n > 0 ? smooth(weighted, h) / n : whole);
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** The factor of the null of a session of this category that began in this hour of the day. */
export function factorOf({ factors, usual }: CaseMix, category: string | undefined, hour: number): number {
  const own = category !== undefined && Object.hasOwn(factors, category) ? factors[category]! : 1;
  return own / usual[hour]!;
}
