import { expect, it } from '@jest/globals';
import { type Uniform, seededUniform } from './beta-draws.js';
import { rateRatio } from './rate-ratio.js';

const rounds = 80;

function attemptsOf(rate: number, attempts: number, uniform: Uniform) {
  const succeeded = Array.from({ length: attempts }, uniform).filter((one) => one < rate).length;
  return { attempts, succeeded };
}

it.each([
  [0.3, 0.1, 150, 200],
  [0.06, 0.02, 400, 300],
  [0.1, 0.1, 150, 200],
])('the interval of %s to %s holds their ratio in about 95 of 100 comparisons', (tuned, base, n, m) => {
  const uniform = seededUniform(11);
  let held = 0;
  for (let round = 0; round < rounds; round++) {
    const ratio = rateRatio(attemptsOf(tuned, n, uniform), attemptsOf(base, m, uniform));
    if (ratio !== undefined && ratio.low <= tuned / base && (ratio.high ?? Infinity) >= tuned / base) held++;
  }
  process.stdout.write(`held in ${((100 * held) / rounds).toFixed(1)} % of ${rounds}\n`);
  expect(held / rounds).toBeGreaterThanOrEqual(0.9);
  expect(held / rounds).toBeLessThanOrEqual(0.985);
});
