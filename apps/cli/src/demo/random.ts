import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { deterministicUuid } from '#kernel';

/** A source of random values that gives the same ones for the same seed. */
export interface Random {
  /** An integer in 0..n-1. */
  below(n: number): number;
  /** A number in [min, max). */
  between(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
  /** A log-normal value with this median; `sigma` is the standard deviation of its logarithm. */
  logNormal(median: number, sigma: number): number;
  hex(digits: number): string;
}

/** A random source seeded by the parts: other parts, other values. */
export function seededRandom(...seed: readonly (string | number)[]): Random {
  const generator = xoroshiro128plus(parseInt(deterministicUuid('demo-seed', ...seed).slice(0, 8), 16));
  const uniform = (): number => uniformFloat64(generator);
  const below = (n: number): number => uniformInt(generator, 0, n - 1);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return {
    below,
    between: (min, max) => min + (max - min) * uniform(),
    chance: (probability) => uniform() < probability,
    pick,
    // A random key an item: every order is equally likely.
    shuffled: (items) =>
      items
        .map((item) => ({ item, key: uniform() }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item),
    // Box and Muller, Ann. Math. Statist. 29 (1958).
    logNormal: (median, sigma) => {
      const normal = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
      return median * Math.exp(sigma * normal);
    },
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  };
}
