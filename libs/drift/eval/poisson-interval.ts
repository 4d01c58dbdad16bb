/**
 * Exact 95 % interval of a Poisson mean given one count, divided by `exposure` (Garwood, Biometrika 1936): the means
 * under which so many or more, and so many or fewer, have a chance of 2.5 %.
 */
export function poissonInterval(count: number, exposure: number): readonly [lower: number, upper: number] {
  const lower = count === 0 ? 0 : solve((mean) => 1 - cumulative(count - 1, mean) - 0.025, count);
  const upper = solve((mean) => 0.025 - cumulative(count, mean), count);
  return [lower / exposure, upper / exposure];
}

/** Sums are kept below this: e to the minus mean is no number of its own from a mean of 745 on. */
const largest = 1e200;

/** Chance of at most `count`. */
function cumulative(count: number, mean: number): number {
  let [term, sum, logScale] = [1, 1, -mean];
  for (let k = 1; k <= count; k++) {
    term *= mean / k;
    sum += term;
    if (sum < largest) continue;
    term /= largest;
    sum /= largest;
    logScale += Math.log(largest);
  }
  return Math.min(1, Math.exp(logScale + Math.log(sum)));
}

/** The root of a rising function, by bisection. */
function solve(f: (mean: number) => number, around: number): number {
  let [low, high] = [0, 10 + 3 * around];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
