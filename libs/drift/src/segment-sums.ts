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

/** What a model answers, not what it is asked: of no use to say where in the traffic something is. */
const isOutput = /^(?:response|finish|attack_family)/;

/** What a model is asked, not what it answers: only that can be a change of mix. */
export function isInput(feature: string): boolean {
  return !/^(?:response|finish)/.test(feature);
}

/** The segments a session belongs to, one for each of six category features at most, as keys of `SegmentSums`. */
export function segmentsOf(unit: SessionUnit): string[] {
  const names = Object.keys(unit.categories).sort();
  const dimensions = [
    ...names.filter((name) => !isOutput.test(name)),
    ...names.filter((name) => isOutput.test(name)),
  ];
  dimensions.length = Math.min(dimensions.length, mostDimensions);
  return dimensions.map((feature) => {
    return feature + separator + mostOften(unit.categories[feature]!);
  });
}

/** The category that most events of a session have; of equals the first. */
export function mostOften(counts: Readonly<Record<string, number>>): string {
  let [most, largest] = ['', 0];
  for (const category in counts) {
    const count = counts[category]!;
    if (count > largest) [most, largest] = [category, count];
  }
  return most;
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

/** Memory is bounded: twelve values of a dimension, and 72 in all. */
function newEntry(ofFeature: Record<string, [number, number]>, key: string): [number, number] | undefined {
  const known = Object.keys(ofFeature);
  if (known.length >= mostDimensions * mostValues) return undefined;
  const dimension = key.slice(0, key.indexOf(separator) + 1);
  const values = known.filter((other) => other.startsWith(dimension)).length;
  if (values >= mostValues) return undefined;
  return (ofFeature[key] = [0, 0]);
}
