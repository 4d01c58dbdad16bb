import { categoryEvents, scoreRanks } from './unit-scores.js';
import type { OpenFeature, OpenTest, Watch } from './open-watch.js';
import { type SessionUnit, unitCap } from './session-unit.js';

/** A session's part in a test: its score, its events and its weight. */
export interface UnitScore {
  readonly value: number;
  readonly n: number;
  readonly w: number;
}

/**
 * E-value of the statement that two versions do alike, by bet, from the sessions of one stretch of time. Given what
 * the sessions are, and that it does not matter which version had which, the version's are a random draw of them:
 * Π_own g / E(Π_draw g) has mean 1 whatever is common to the stretch – season, load, a shift of both – and whatever
 * happens inside a session. g = 1 + λ·y with y = ±w·(a − n·p̄), p̄ the level of all sessions together. The idea is that
 * of Lindon and Malek (Anytime-valid inference for multinomial count data, NeurIPS 2022, arXiv 2011.03567): given that
 * something happened, to which version it happened is a draw in the shares of traffic; here whole sessions are drawn,
 * since events of one session are not independent.
 */
export function besideFactors(
  { sign, lambdas }: Pick<OpenTest, 'sign' | 'lambdas'>,
  own: readonly UnitScore[],
  stable: readonly UnitScore[],
): number[] {
  if (own.length === 0 || stable.length === 0) return Array.from(lambdas, () => 1);
  const all = [...own, ...stable];
  const size = all.reduce((sum, { w, n }) => sum + w * n, 0);
  const level = all.reduce((sum, { w, value }) => sum + w * value, 0) / size;
  const excess = ({ value, n, w }: UnitScore): number => sign * w * (value - n * level);
  return Array.from(lambdas, (lambda) => {
    const factor = (unit: UnitScore): number => Math.max(smallestFactor, 1 + lambda * excess(unit));
    const product = own.reduce((result, unit) => result * factor(unit), 1);
    return product / meanProductOfDraw(all.map(factor), own.length);
  });
}

/** A session costs a bet at most nine tenths of what it has. */
const smallestFactor = 0.1;

/**
 * Mean of the product of `size` of these numbers, drawn without replacement: the elementary symmetric mean. The i-th
 * number is in a draw of j of the first i with a chance of j/i, so that A(i, j) = (i−j)/i·A(i−1, j) + j/i·g·A(i−1, j−1).
 */
export function meanProductOfDraw(numbers: readonly number[], size: number): number {
  const means = new Float64Array(size + 1);
  means[0] = 1;
  numbers.forEach((number, at) => {
    const i = at + 1;
    for (let j = Math.min(i, size); j >= 1; j--) {
      means[j] = ((i - j) * means[j]! + j * number * means[j - 1]!) / i;
    }
  });
  return means[size]!;
}

/** The scores of sessions on every test of a feature, as far as they have the feature. */
export function scoresOf(
  watch: Watch,
  [name, feature]: readonly [string, OpenFeature],
  units: readonly SessionUnit[],
): UnitScore[][] {
  const scores: UnitScore[][] = feature.tests.map(() => []);
  for (const unit of units) {
    const values = valuesOf(watch, name, feature, unit);
    if (values === undefined || values.n < 1 || values.n > unitCap) continue;
    feature.tests.forEach((test, i) => {
      scores[i]!.push({ value: values.of(test), n: values.n, w: test.weights[values.n]! });
    });
  }
  return scores;
}

interface UnitValues {
  readonly n: number;
  readonly of: (test: OpenTest) => number;
}

function valuesOf(
  { ranks }: Watch,
  name: string,
  feature: OpenFeature,
  { rates, numbers, categories }: SessionUnit,
): UnitValues | undefined {
  const rate = rates[name];
  if (feature.kind === 'rate') return rate && { n: rate[1], of: () => rate[0] };
  const bins = numbers[name];
  if (feature.kind === 'number') {
    if (bins === undefined || feature.histogram === undefined) return undefined;
    scoreRanks(feature.histogram, bins, ranks);
    return { n: bins.length, of: ({ test }) => ranks[test.score as keyof typeof ranks] };
  }
  const counts = categories[name];
  if (counts === undefined) return undefined;
  const n = categoryEvents(counts);
  const others = feature.named.reduce((rest, one) => rest - (counts[one] ?? 0), n);
  return { n, of: ({ test }) => (test.score === 'other' ? others : (counts[test.score] ?? 0)) };
}
