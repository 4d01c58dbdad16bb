import type { SessionUnit } from './session-unit.js';

/** Events and Σ score by segment: what part of the traffic has which level. Plain JSON. */
export type SegmentSums = Record<string, Record<string, [n: number, a: number]>>;

/** A part of the traffic: sessions mostly of one category of a feature. */
export interface Segment {
  readonly feature: string;
  /** As in units: `is:<category>`. */
  readonly category: string;
}

const mostDimensions = 6;
const mostValues = 12;
/** Stands between the two names of a segment: no name of a feature holds it. */
const separator = '\u0001';

/** The segments a session belongs to, one for each category feature it has, as keys of `SegmentSums`. */
export function segmentsOf(unit: SessionUnit): string[] {
  return Object.entries(unit.categories).map(([feature, counts]) => {
    let [most, largest] = ['', 0];
    for (const [category, count] of Object.entries(counts)) {
      if (count > largest) [most, largest] = [category, count];
    }
    return feature + separator + most;
  });
}

/** The segment that a key stands for. */
export function segmentOfKey(key: string): Segment {
  const [feature = '', category = ''] = key.split(separator);
  return { feature, category };
}

/** Adds a session's score on a feature to its segments, in place: `sums` belongs to the fold that calls this. */
export function addToSegments(
  sums: SegmentSums,
  feature: string,
  keys: readonly string[],
  { n, value }: { readonly n: number; readonly value: number },
): void {
  const ofFeature = (sums[feature] ??= {});
  for (const key of keys) {
    const entry = ofFeature[key] ?? newEntry(ofFeature, key);
    if (entry === undefined) continue;
    entry[0] += n;
    entry[1] += value;
  }
}

/** Memory is bounded: the first six dimensions, and twelve values of each. */
function newEntry(ofFeature: Record<string, [number, number]>, key: string): [number, number] | undefined {
  const dimension = segmentOfKey(key).feature;
  const known = Object.keys(ofFeature).map((other) => segmentOfKey(other).feature);
  const values = known.filter((other) => other === dimension).length;
  if (values >= mostValues || (values === 0 && new Set(known).size >= mostDimensions)) return undefined;
  return (ofFeature[key] = [0, 0]);
}
