import type { BaselineSums, FeatureSums } from './baseline-sums.js';
import { type Clock, type Direction, type DriftTest, buildTest, clockShares } from './build-test.js';
import { adjustedTest } from './adjust-test.js';
import { type CaseMix, caseMixOf } from './case-mix.js';
import { type FeatureTraits, type FeatureTraitsByName, hourMs } from './drift-settings.js';
import { type LevelOptions, type ScoreLevel, estimateLevel } from './estimate-level.js';
import { incidentDays } from './incident-days.js';
import { poolDays, poolOthers } from './pool-days.js';

/** The most frequent categories are watched by name, the rest together. */
const watchedCategories = 12;
const rankTests: readonly (readonly [string, Direction])[] = [
  ['pit', 'up'],
  ['pit', 'down'],
  ['q90', 'up'],
  ['q99', 'up'],
  ['q10', 'up'],
];
/** Below this rate a fall shows sooner in whether a session has any. */
const rareRate = 0.1;

/** A test that the baseline allows no conclusion about: the change would have to be larger than the scale. */
export interface UnseenTest {
  readonly feature: string;
  readonly score: string;
  readonly direction: Direction;
}

/** What is frozen at the end of a baseline. */
export interface FrozenTests {
  readonly tests: readonly DriftTest[];
  readonly unseen: readonly UnseenTest[];
}

/** Which clock tests are for, and what of the sums they are not built from. */
export interface Reference {
  readonly clock: Clock;
  /** Days of the sums that a feature does not learn from. */
  readonly leftOut: (feature: string) => ReadonlySet<number>;
  /** Whose tests are built; default: all. The shares of the others stay unused. */
  readonly features?: ReadonlySet<string>;
  /** Crowding that is known of a test from a longer reference. */
  readonly crowdingOf?: (test: UnseenTest) => number;
}

const wholeBaseline: Reference = { clock: 'anchored', leftOut: () => new Set() };

/**
 * All tests of a clock, frozen at the end of its reference. Weights of all their bets sum to at most the clock's share: half
 * for safety features where there are both kinds, equal shares for features, then for a feature's tests, then for a
 * test's bets; what cannot be seen keeps its share unused.
 */
export function buildTests(
  baseline: BaselineSums,
  startMs: number,
  traits: FeatureTraitsByName,
  reference: Reference = wholeBaseline,
): FrozenTests {
  const features = Object.entries(baseline.features).sort(([a], [b]) => (a < b ? -1 : 1));
  const isSafety = (feature: string): boolean => traits[feature]?.safety === true;
  const safe = features.filter(([feature]) => isSafety(feature)).length;
  const halves = safe > 0 && safe < features.length ? 0.5 : 1;
  const unseen: UnseenTest[] = [];
  const firstHour = Math.floor(startMs / hourMs);
  const rates = features.filter(([, { kind }]) => kind === 'rate');
  const usualCrowding = medianCrowding(
    rates.flatMap(([feature, sums]) => levels(sums, firstHour, reference.leftOut(feature))(rateUp) ?? []),
  );
  const tests = features.flatMap(([feature, sums]) => {
    if (reference.features?.has(feature) === false) return [];
    const frame = { startMs, traits: traits[feature], usualCrowding, ...reference };
    const found = withAdjusted(
      testsOfFeature(feature, sums, frame),
      sums.kind === 'category' ? undefined : caseMixOf(feature, baseline, firstHour),
    );
    unseen.push(...found.unseen);
    const peers = halves === 1 ? features.length : isSafety(feature) ? safe : features.length - safe;
    const share =
      (clockShares[reference.clock] * halves) / (peers * (found.tests.length + found.unseen.length));
    return found.tests.map((test) => ({
      ...test,
      bets: test.bets.map((bet) => ({ ...bet, weight: bet.weight * share })),
    }));
  });
  return { tests, unseen };
}

/** Beside the tests of a level, those that allow for the mix; the tails of a number go by its middle. */
function withAdjusted({ tests, unseen }: FrozenTests, mix: CaseMix | undefined): FrozenTests {
  if (mix === undefined) return { tests, unseen };
  const adjusted = tests.filter(({ score }) => adjustedScores.includes(score));
  return { tests: [...tests, ...adjusted.map((test) => adjustedTest(test, mix))], unseen };
}

const adjustedScores = ['sum', 'any', 'pit'];

const rateUp: LevelOptions = { score: 'sum', direction: 'up' };

/** What rates that are too rare to show it take for theirs: 1 unless most of the others are crowded. */
function medianCrowding(levelsOfRates: readonly ScoreLevel[]): number {
  const known = levelsOfRates
    .filter(({ isCrowdingKnown }) => isCrowdingKnown)
    .map(({ crowding }) => crowding);
  return known.sort((a, b) => a - b)[Math.floor(known.length / 2)] ?? 1;
}

interface FeatureFrame extends Reference {
  readonly usualCrowding: number;
  readonly startMs: number;
  readonly traits: FeatureTraits | undefined;
}

function testsOfFeature(feature: string, sums: FeatureSums, frame: FeatureFrame): FrozenTests {
  const { startMs, traits, clock, leftOut, usualCrowding } = frame;
  const levelOf = levels(sums, Math.floor(startMs / hourMs), leftOut(feature));
  const middle = sums.kind === 'number' ? levelOf({ score: 'pit', direction: 'up' }) : undefined;
  const middleWander = middle?.wander;
  const ofPeers = sums.kind === 'category' ? {} : { usualCrowding: middle?.crowding ?? usualCrowding };
  const tests: DriftTest[] = [];
  const unseen: UnseenTest[] = [];
  for (const [score, direction] of testsWanted(sums)) {
    // What is rare is rare against the baseline: one list of names, kept by the clock that stands still.
    if (score === 'other' && clock === 'trailing') continue;
    const known = frame.crowdingOf?.({ feature, score, direction }) ?? 1;
    const crowding = { ...ofPeers, leastCrowding: Math.max(middle?.crowding ?? 1, known) };
    const level = levelOf({ score, direction, ...crowding, ...(middleWander && { middleWander }) });
    if (level === undefined) continue;
    const test = buildTest(feature, score, direction, { level, traits, clock });
    if (test === undefined) unseen.push({ feature, score, direction });
    else if (score === 'other') tests.push({ ...test, named: frequentCategories(sums) });
    else if (score !== 'any') tests.push(test);
    else tests.push({ ...test, shown: { score: 'sum', p: levelOf({ score: 'sum', direction })?.p ?? 0 } });
  }
  return { tests, unseen };
}

function levels(sums: FeatureSums, firstHour: number, unlearnt: ReadonlySet<number>) {
  const leftOut = new Set([...unlearnt, ...incidentDays(sums, firstHour, unlearnt)]);
  const named = frequentCategories(sums).map((name) => sums.scores[name]!);
  const empty = { s1: [], s2: [], byHour: [] };
  return (options: LevelOptions): ScoreLevel | undefined => {
    const { score } = options;
    const own = score === 'other' ? poolOthers(sums, named) : (sums.scores[score] ?? empty);
    return estimateLevel(poolDays(sums, own, firstHour, leftOut), options);
  };
}

function frequentCategories({ kind, scores }: FeatureSums): string[] {
  if (kind !== 'category') return [];
  const total = (score: string): number => (scores[score]?.s1 ?? []).reduce((sum, s) => sum + s, 0);
  const totals = new Map(Object.keys(scores).map((score) => [score, total(score)]));
  const byTotal = (a: string, b: string): number =>
    (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || (a < b ? -1 : 1);
  return [...totals.keys()].sort(byTotal).slice(0, watchedCategories);
}

function testsWanted(sums: FeatureSums): readonly (readonly [string, Direction])[] {
  if (sums.kind === 'number') return rankTests;
  if (sums.kind === 'category') {
    return [...frequentCategories(sums), 'other'].map((score) => [score, 'up'] as const);
  }
  const events = sums.eventsByHour.reduce((sum, n) => sum + n, 0);
  const positives = (sums.scores['sum']?.s1 ?? []).reduce((sum, s) => sum + s, 0);
  return [
    ['sum', 'up'],
    [positives < rareRate * events ? 'any' : 'sum', 'down'],
  ];
}
