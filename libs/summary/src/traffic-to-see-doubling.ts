/** Measured beside 39 other features with every guard on: 2 to 4 % of 6,000 interactions a day, median (libs/drift). */
const measured = { rate: 0.02, interactions: 2_129 };

/**
 * About how many interactions the drift test needs to see a rate double; undefined for a rate that cannot be doubled
 * or was never seen. The delay of a sequential test is in proportion to 1/KL(2p‖p) (Lorden, Ann. Math. Stat. 1971,
 * theorem 1); the factor is from the simulation of this very test, not from the theorem, whose constant is too large.
 */
export function trafficToSeeDoubling(rate: number): number | undefined {
  if (!(rate > 0 && rate < 0.5)) return undefined;
  return Math.round((measured.interactions * divergence(measured.rate)) / divergence(rate));
}

/** Kullback–Leibler divergence of Bernoulli(2p) from Bernoulli(p), nats. */
function divergence(p: number): number {
  return 2 * p * Math.LN2 + (1 - 2 * p) * Math.log((1 - 2 * p) / (1 - p));
}
