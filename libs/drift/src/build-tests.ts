import type { BaselineSums, FeatureSums } from './baseline-sums.js';
import { type Direction, type DriftTest, buildTest } from './build-test.js';
import type { FeatureTraits, FeatureTraitsByName } from './drift-settings.js';
import { estimateLevel } from './estimate-level.js';

/** The most frequent categories are watched by name. */
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

/**
 * All tests of a model, frozen at the end of its baseline. Weights of all their bets sum to at most 1: equal shares
 * for features, then for a feature's tests, then for a test's bets; what cannot be seen keeps its share unused.
 */
export function buildTests(baseline: BaselineSums, traits: FeatureTraitsByName): readonly DriftTest[] {
  const features = Object.entries(baseline.features).sort(([a], [b]) => (a < b ? -1 : 1));
  return features.flatMap(([feature, sums]) => {
    const tests = testsOfFeature(feature, sums, traits[feature]);
    const share = 1 / (features.length * tests.length);
    return tests.map((test) => ({
      ...test,
      bets: test.bets.map((bet) => ({ ...bet, weight: bet.weight * share })),
    }));
  });
}

function testsOfFeature(feature: string, sums: FeatureSums, traits: FeatureTraits | undefined): DriftTest[] {
  const middle = sums.scores['pit'];
  const middleWander =
    middle && (estimateLevel(sums, middle, { score: 'pit', direction: 'up' })?.wander ?? 0);
  return testsWanted(sums).flatMap(([score, direction]) => {
    const scoreSums = sums.scores[score];
    if (scoreSums === undefined) return [];
    const level = estimateLevel(sums, scoreSums, { score, direction, ...(middleWander && { middleWander }) });
    const test = level && buildTest(feature, score, direction, { level, traits });
    return test === undefined ? [] : [score === 'any' ? { ...test, shown: rateOf(sums, direction) } : test];
  });
}

function rateOf(sums: FeatureSums, direction: Direction): DriftTest['shown'] {
  const rate = sums.scores['sum'];
  const level = rate && estimateLevel(sums, rate, { score: 'sum', direction });
  return { score: 'sum', p: level?.p ?? 0 };
}

function testsWanted(sums: FeatureSums): readonly (readonly [string, Direction])[] {
  const total = (score: string): number => (sums.scores[score]?.s1 ?? []).reduce((sum, s) => sum + s, 0);
  if (sums.scores['pit'] !== undefined) return rankTests;
  if (sums.scores['sum'] !== undefined) {
    const events = sums.units.reduce((sum, units, n) => sum + units * n, 0);
    return [
      ['sum', 'up'],
      [total('sum') < rareRate * events ? 'any' : 'sum', 'down'],
    ];
  }
  const frequent = Object.keys(sums.scores).sort((a, b) => total(b) - total(a) || (a < b ? -1 : 1));
  return frequent.slice(0, watchedCategories).map((score) => [score, 'up'] as const);
}
