/** Normal quantiles of 97.5 % (two-sided 5 %) and 80 %. */
const [z, zPower] = [1.959964, 0.841621];
const times = 3;

/**
 * Attempts at each of two models after which a rate three times that of the base is told apart from it with 80 % power
 * at a two-sided 5 % (Fleiss, Statistical Methods for Rates and Proportions, 1981, without its correction for
 * continuity). Undefined from a base rate of a third on, which cannot treble.
 */
export function neededAttempts(baseRate: number): number | undefined {
  const tunedRate = times * baseRate;
  if (baseRate <= 0 || tunedRate >= 1) return undefined;
  const middle = (baseRate + tunedRate) / 2;
  const alike = z * Math.sqrt(2 * middle * (1 - middle));
  const apart = zPower * Math.sqrt(baseRate * (1 - baseRate) + tunedRate * (1 - tunedRate));
  return Math.ceil(((alike + apart) / (tunedRate - baseRate)) ** 2);
}
