/**
 * Standard normal distribution function, |error| < 7.5e-8. Abramowitz and Stegun, Handbook of Mathematical
 * Functions, 26.2.17.
 */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return x >= 0 ? 1 - upper : upper;
}

/** The x at which `normalCdf` is `p` (0 < p < 1), by bisection to 1e-10. */
export function normalQuantile(p: number): number {
  let low = -10;
  let high = 10;
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Half-width factor of an asymptotic confidence sequence after `t` terms, in standard deviations of one term: valid
 * at all times at once. Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, Annals of Statistics 2024 (arXiv 2103.06476),
 * theorem 2.2, tightest near 100 terms. Two-sided level 1 − alpha.
 */
export function confidenceSequenceWidth(t: number, alpha: number): number {
  const tightestAt = 100;
  const rho2 = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tightestAt;
  const scaled = t * rho2 + 1;
  return Math.sqrt(((2 * scaled) / (t * t * rho2)) * Math.log(Math.sqrt(scaled) / alpha));
}
