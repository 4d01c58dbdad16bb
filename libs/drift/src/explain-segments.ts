import type { DriftState } from './drift-state.js';
import { type DriftAlarm, categoryLabel } from './explain-alarm.js';
import { withTopic } from './fold-topics.js';
import type { FrozenHistogram } from './frozen-histogram.js';
import {
  type Segment,
  type SegmentSums,
  addToSegments,
  isInput,
  segmentOfKey,
  segmentsOf,
} from './segment-sums.js';
import type { SessionUnit } from './session-unit.js';
import { topicFeature } from './topics.js';
import { scoreRanks } from './unit-scores.js';
import type { FeatureTraitsByName } from './drift-settings.js';

/** Where a change comes from. */
export interface ChangeOrigin {
  /** The part of the traffic that most of the change is in; undefined where it is everywhere. */
  readonly segment?: Segment & { readonly share: number };
  /** `traffic`: the same levels, another mix of this feature's categories; `model`: other levels. */
  readonly cause: 'model' | 'traffic';
  readonly mixOf?: string;
}

/** Fewer events of a segment in the baseline say nothing of its level. */
const fewestEvents = 50;
/** Sessions make sums vary more than independent events do; a rough factor for a rough cut. */
const design = 2;

/** Events and score of a segment since the change, beside what the baseline has it be. */
interface Part {
  readonly key: string;
  readonly n: number;
  readonly a: number;
  readonly p: number;
}

/**
 * Where an alarm's change comes from, given the units since the change: undefined without categories or for a
 * category itself. A segment: its excess over its own baseline is most of the whole, more than its volume would have,
 * by the largest log-likelihood gain, and without it the rest stands within three errors (leave one out). The cause:
 * direct standardisation (Kitagawa, JASA 1955) – the level that the baseline's segments would have in today's mix.
 * Of a version against its predecessor, `state` is that before the alarm and the baseline is the predecessor's.
 */
export function changeOrigin(
  alarm: DriftAlarm,
  state: DriftState,
  units: readonly SessionUnit[],
): ChangeOrigin | undefined {
  const reference = alarm.against === undefined ? state : (state.succeeds ?? state);
  const baseline = reference.segments[alarm.feature];
  if (alarm.mix?.cause === 'traffic') return { cause: 'traffic', mixOf: alarm.mix.of };
  if (baseline === undefined || alarm.kind === 'category') return undefined;
  const current: SegmentSums = {};
  for (const unit of units) {
    addUnit(current, withTopic(unit, reference), alarm, reference.histograms ?? {});
  }
  const dimensions = Map.groupBy(
    partsOf(current[alarm.feature] ?? {}, baseline),
    ({ key }) => segmentOfKey(key).feature,
  );
  dimensions.delete(alarm.feature);
  if (dimensions.size === 0) return undefined;
  const mixes = [...dimensions]
    .filter(([name]) => isInput(name))
    .map(([name, parts]) => mixShare(name, parts, baseline));
  const mix = mixes.sort((x, y) => y.share - x.share)[0];
  const segment = bestSegment([...dimensions.values()], alarm.kind === 'number');
  if (alarm.mix === undefined && mix !== undefined && mix.share >= 0.6)
    return { cause: 'traffic', mixOf: mix.name };
  return { cause: 'model', ...(segment && { segment }) };
}

/** The alarm with where its change comes from in its sentence. */
export function withOrigin(
  alarm: DriftAlarm,
  origin: ChangeOrigin | undefined,
  traits: FeatureTraitsByName,
): DriftAlarm {
  if (origin === undefined) return alarm;
  const label = (feature: string): string => traits[feature]?.label.toLowerCase() ?? feature;
  const { segment, cause, mixOf = '' } = origin;
  const from = segment
    ? `, ${Math.round(segment.share * 100)} % of it where ${label(segment.feature)} is ${categoryLabel(segment.category)}`
    : '';
  const why =
    cause === 'traffic' ? `; the mix by ${label(mixOf)} changed, not the model` : '; not by a change of mix';
  return { ...alarm, explanation: alarm.explanation + from + why };
}

function addUnit(
  sums: SegmentSums,
  unit: SessionUnit,
  { feature, changeAtMs }: DriftAlarm,
  histograms: Readonly<Record<string, FrozenHistogram>>,
): void {
  if (unit.firstAtMs < changeAtMs) return;
  const rate = unit.rates[feature];
  const bins = unit.numbers[feature];
  const histogram = histograms[feature];
  if (rate !== undefined) addToSegments(sums, feature, segmentsOf(unit), { n: rate[1], value: rate[0] });
  else if (bins !== undefined && histogram !== undefined) {
    const ranks = { pit: 0, q90: 0, q99: 0, q10: 0 };
    scoreRanks(histogram, bins, ranks);
    addToSegments(sums, feature, segmentsOf(unit), { n: bins.length, value: ranks.pit });
  }
}

function partsOf(current: SegmentSums[string], baseline: SegmentSums[string]): Part[] {
  return Object.entries(current).map(([key, [n, a]]) => {
    const [baseN, baseA] = baseline[key] ?? [0, 0];
    const whole = levelOf(baseline, segmentOfKey(key).feature);
    return { key, n, a, p: baseN >= fewestEvents ? baseA / baseN : whole };
  });
}

/** The baseline's level over all values of a dimension. */
function levelOf(baseline: SegmentSums[string], dimension: string): number {
  let [events, score] = [0, 0];
  for (const [key, [n, a]] of Object.entries(baseline)) {
    if (segmentOfKey(key).feature !== dimension) continue;
    events += n;
    score += a;
  }
  return events > 0 ? score / events : 0;
}

/** The share of the change that today's mix would make with the baseline's levels. */
function mixShare(name: string, parts: readonly Part[], baseline: SegmentSums[string]) {
  const sum = (of: (part: Part) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const n = sum((part) => part.n);
  const before = levelOf(baseline, name);
  const moved = sum((part) => part.a) / n - before;
  const expected = sum((part) => part.n * part.p) / n - before;
  return { name, share: moved === 0 ? 0 : expected / moved };
}

function bestSegment(dimensions: readonly (readonly Part[])[], isNumber: boolean): ChangeOrigin['segment'] {
  const variance = ({ n, p }: Part): number => n * design * (isNumber ? 1 / 12 : Math.max(p * (1 - p), 1e-4));
  const excess = ({ n, a, p }: Part): number => a - n * p;
  const candidates = dimensions.flatMap((parts) => {
    const whole = parts.reduce((sum, part) => sum + excess(part), 0);
    const events = parts.reduce((sum, { n }) => sum + n, 0);
    // A topic has no name that a sentence could have.
    const named = parts.filter(({ key }) => segmentOfKey(key).feature !== topicFeature);
    return named.flatMap((part) => {
      const share = excess(part) / whole;
      const rest = parts.filter((other) => other !== part);
      const left = rest.reduce((sum, other) => sum + excess(other), 0);
      const error = Math.sqrt(rest.reduce((sum, other) => sum + variance(other), 0));
      const isIt = share >= 0.6 && share - part.n / events >= 0.2 && Math.abs(left) <= 3 * error;
      const gain = excess(part) ** 2 / (2 * variance(part));
      return isIt ? [{ ...segmentOfKey(part.key), share: Math.min(1, share), gain }] : [];
    });
  });
  const [best] = candidates.sort((x, y) => y.gain - x.gain);
  return best && { feature: best.feature, category: best.category, share: best.share };
}
