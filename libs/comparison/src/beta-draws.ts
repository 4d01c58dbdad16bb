import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of numbers between 0 and 1, both excluded. */
export type Uniform = () => number;

/** A source that gives the same numbers for the same seed. */
export function seededUniform(seed: number): Uniform {
  const generator = xoroshiro128plus(seed);
  return () => 1 - uniformFloat64(generator);
}

/**
 * A draw of what a rate may be, given `hits` of `trials` (fractions are allowed): Beta(½ + hits, ½ + misses), Jeffreys'
 * posterior. The ratio of two gamma draws: Devroye, Non-Uniform Random Variate Generation (1986), section IX.3.
 */
export function drawRate(hits: number, trials: number, uniform: Uniform): number {
  const one = drawGamma(hits + 0.5, uniform);
  const other = drawGamma(trials - hits + 0.5, uniform);
  return one / (one + other);
}

/** Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000); a shape below 1 by theirs too. */
function drawGamma(shape: number, uniform: Uniform): number {
  if (shape < 1) return drawGamma(shape + 1, uniform) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(uniform);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box and Muller, 1958; its second number is not kept. */
function drawNormal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
