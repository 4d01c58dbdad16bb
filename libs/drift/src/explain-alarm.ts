import type { Severity } from '#contracts';
import { type Clock, type Direction, type DriftTest, isCategory, kindOfScore } from './build-test.js';
import type { DriftSettings, FeatureTraits } from './drift-settings.js';
import type { Effect } from './estimate-effect.js';
import { type FrozenHistogram, histogramQuantile } from './frozen-histogram.js';
import type { VersionNames } from './version-watch.js';

/** A statement that one feature of one model has left its baseline. Plain JSON. */
export interface DriftAlarm {
  /** End of the minute in which the evidence was enough. */
  readonly atMs: number;
  readonly feature: string;
  readonly score: string;
  readonly direction: Direction;
  readonly kind: 'rate' | 'number' | 'category';
  /** What it is held against: the baseline, or the week before. */
  readonly clock: Clock;
  /** The feature that drifted first: alarms with the same cause are one incident. */
  readonly cause: string;
  /** Estimate of when it began: the first event of the first session that spoke for it. */
  readonly changeAtMs: number;
  /** Levels in what people are shown: a share 0..1, or the feature's own unit for a typical value. */
  readonly baseline: number;
  readonly current: number;
  readonly effectLow: number;
  readonly severity: Severity;
  readonly arlMinutes: number;
  readonly explanation: string;
  /** Of a version that is held against the one before: which, and whether both had traffic at the same time. */
  readonly against?: OtherVersion;
  /** Where the level goes with what is asked: whether another mix explains the change. */
  readonly mix?: MixCause;
  /** How the level got where it is; undefined where too little is known. */
  readonly shape?: 'version' | 'step' | 'ramp' | 'periodic';
  /** Of a periodic change: its period. */
  readonly everyMs?: number;
  /** Of a vocabulary: the words that rose most, as numbers. */
  readonly terms?: readonly number[];
}

/** Whether the model changed, or what it is asked: the mix of a category feature. */
export interface MixCause {
  readonly of: string;
  readonly cause: 'model' | 'traffic';
}

/** The version that another is held against. */
export interface OtherVersion extends VersionNames {
  /** Against what it does at the same time; else against what it was frozen as. */
  readonly beside: boolean;
}

export interface AlarmFacts {
  readonly test: DriftTest;
  readonly effect: Effect;
  readonly atMs: number;
  readonly changeAtMs: number;
  readonly settings: DriftSettings;
  readonly traits: FeatureTraits | undefined;
  readonly histogram: FrozenHistogram | undefined;
  readonly against?: OtherVersion;
  readonly mix?: MixCause;
  readonly mixLabel?: string | undefined;
}

/** The alarm with its levels in the feature's own unit, its severity and one sentence. */
export function explainAlarm(facts: AlarmFacts): DriftAlarm {
  const { test, effect, atMs, changeAtMs, settings } = facts;
  const show = (level: number): number => shownLevel(facts, level);
  const baseline = show(test.shown.p);
  const current = show(effect.current);
  const effectLow = show(effect.atLeast);
  return {
    atMs,
    feature: test.feature,
    score: test.score,
    direction: test.direction,
    kind: kindOfScore(test.score),
    clock: test.clock,
    cause: test.feature,
    changeAtMs,
    baseline,
    current,
    effectLow,
    severity: severityOf(facts),
    arlMinutes: settings.arlMinutes,
    ...(facts.against && { against: facts.against }),
    ...(facts.mix && { mix: facts.mix }),
    explanation: sentence(facts, { baseline, current, effectLow }),
  };
}

/** A mean rank stands for the baseline's value at that rank. */
function shownLevel({ test, histogram }: AlarmFacts, level: number): number {
  return test.score === 'pit' && histogram !== undefined ? histogramQuantile(histogram, level) : level;
}

/** How far past the null the sure part of the change lies; only safety features reach critical. */
function severityOf({ test, effect, traits }: AlarmFacts): Severity {
  if (test.score === 'pit') return stepOf(Math.abs(effect.atLeast - test.p) / 0.02, [3, 8]);
  // Infinite where there was none before, or is none any more.
  const ratio = test.direction === 'up' ? effect.atLeast / test.shown.p : test.shown.p / effect.atLeast;
  return stepOf(ratio, [1.5, 3], traits?.safety === true ? 10 : undefined);
}

function stepOf(size: number, [medium, high]: readonly [number, number], critical?: number): Severity {
  if (critical !== undefined && size >= critical) return 'critical';
  if (size >= high) return 'high';
  return size >= medium ? 'medium' : 'low';
}

type Levels = Pick<DriftAlarm, 'baseline' | 'current' | 'effectLow'>;

function sentence(facts: AlarmFacts, levels: Levels): string {
  if (facts.against !== undefined) return versionSentence(facts, facts.against, levels);
  const { test, traits, histogram, changeAtMs, mixLabel } = facts;
  const label = traits?.label ?? test.feature;
  const verb = test.direction === 'up' ? 'rose' : 'fell';
  const against = test.clock === 'trailing' ? ', held against the week before,' : '';
  const like = test.mix ? `, at the usual mix of ${(mixLabel ?? test.mix.of).toLowerCase()},` : '';
  const since = sinceWords(changeAtMs);
  const bound = test.direction === 'up' ? 'at least' : 'at most';
  const change = (show: (level: number) => string): string =>
    `from ${show(levels.baseline)} to ${show(levels.current)} (${bound} ${show(levels.effectLow)})${like || against} ${since}`;
  const withUnit = (value: number): string =>
    `${formatNumber(value)}${traits?.unit ? ` ${traits.unit}` : ''}`;
  if (test.score === 'pit') return `${label}: the typical value ${verb} ${change(withUnit)}`;
  if (isCategory(test.score))
    return `${label}: the share of ${categoryLabel(test.score)} ${verb} ${change(formatShare)}`;
  const edge = tailEdges[test.score];
  if (edge === undefined || histogram === undefined) return `${label} ${verb} ${change(formatShare)}`;
  const threshold = withUnit(histogramQuantile(histogram, edge.quantile));
  return `${label}: the share ${edge.side} ${threshold} ${verb} ${change(formatShare)}`;
}

/** "v12 refuses 4.1 % where v11 refused 2.0 % (at least 3.3 %) since …". */
function versionSentence(
  { test, traits, histogram, changeAtMs }: AlarmFacts,
  { version, predecessor, beside }: OtherVersion,
  levels: Levels,
): string {
  const unit = traits?.unit ? ` ${traits.unit}` : '';
  const withUnit = (value: number): string => `${formatNumber(value)}${unit}`;
  const show = test.score === 'pit' ? withUnit : formatShare;
  const edge = tailEdges[test.score];
  const tail =
    edge && histogram ? ` ${edge.side} ${withUnit(histogramQuantile(histogram, edge.quantile))}` : '';
  const what = isCategory(test.score) ? ` of ${categoryLabel(test.score)}` : tail;
  const [now, before] = what === '' ? (traits?.verbs ?? ['has', 'had']) : ['has', 'had'];
  const typical = test.score === 'pit' ? 'a typical value of ' : '';
  const bound = `${test.direction === 'up' ? 'at least' : 'at most'} ${show(levels.effectLow)}`;
  const change = `${versionLabel(version)} ${now} ${typical}${show(levels.current)}${what} where ${versionLabel(predecessor)} ${beside ? now : before} ${show(levels.baseline)}${beside ? ' at the same time' : ''} (${bound})`;
  return `${traits?.label ?? test.feature}: ${change} ${sinceWords(changeAtMs)}`;
}

/** A version is text of a log: shown without what could act in a message, and short. */
function versionLabel(version: string): string {
  const shown = version.replace(/[^\p{L}\p{N} _.:/+-]/gu, '?').slice(0, 40);
  return /^\d/.test(shown) ? `version ${shown}` : shown;
}

const tailEdges: Readonly<Record<string, { readonly quantile: number; readonly side: string }>> = {
  q90: { quantile: 0.9, side: 'above' },
  q99: { quantile: 0.99, side: 'above' },
  q10: { quantile: 0.1, side: 'below' },
};

/** A category is text of a log: shown without what could act in a message, and short. */
export function categoryLabel(score: string): string {
  if (score === 'other') return 'values that were rare';
  return `"${score
    .slice('is:'.length)
    .replace(/[^\p{L}\p{N} _.:/+-]/gu, '?')
    .slice(0, 40)}"`;
}

/** "since 2026-01-19 14:10 UTC". */
export function sinceWords(changeAtMs: number): string {
  return `since ${new Date(changeAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function formatShare(share: number): string {
  return `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;
}

function formatNumber(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en');
}
