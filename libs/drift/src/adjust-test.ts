import { type DriftTest, largestStake } from './build-test.js';
import type { CaseMix } from './case-mix.js';
import { type NullCells, nullCells } from './null-cells.js';

/**
 * The test with a null by what is asked: m·factor/usual, whose mean over the baseline's own mix is the m of the test
 * in every hour, so that it keeps the same promise. What only another mix explains it does not take for a change.
 */
export function adjustedTest(test: DriftTest, mix: CaseMix): DriftTest {
  const adjusted = { ...test, mix };
  const limit = largestStake(test, test.score, test.direction, extremeCells(adjusted, nullCells(test)));
  const lambdas = [
    ...new Set(test.bets.map(({ lambda }) => Number(Math.min(lambda, limit).toPrecision(12)))),
  ];
  return { ...adjusted, bets: lambdas.map((lambda) => ({ lambda, weight: 1 / lambdas.length })) };
}

/** The null cells of the categories whose null is farthest off, which limit what may be staked. */
export function extremeCells({ mix }: Pick<DriftTest, 'mix'>, cells: NullCells): NullCells {
  if (mix === undefined) return cells;
  const factors = [1, ...Object.values(mix.factors)];
  const [least, most] = [
    Math.min(...factors) / Math.max(...mix.usual),
    Math.max(...factors) / Math.min(...mix.usual),
  ];
  const m = Float64Array.from([...cells.m].flatMap((one) => [one * least, one * most]));
  return { m, s: cells.s };
}
