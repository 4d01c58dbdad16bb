import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Names to the texts that each may become. `⟨name⟩` in a text stands for one of that name's, `{a|b}` for one of these. */
export type Grammar = Readonly<Record<string, readonly string[]>>;

/** A number in 0..n-1. */
export type Below = (n: number) => number;

/** A source of numbers that gives the same ones for the same seed. */
export function seededBelow(seed: number): Below {
  const generator = xoroshiro128plus(seed);
  return (n) => uniformInt(generator, 0, n - 1);
}

/** One text that a template can become. Throws a RangeError where it names what the grammar lacks. */
export function expand(template: string, grammar: Grammar, below: Below): string {
  const choices = template.replace(/\{([^{}|]*(?:\|[^{}|]*)+)\}/g, (_, list: string) =>
    pick(list.split('|'), below),
  );
  return choices.replace(/⟨([a-z-]+)⟩/g, (_, name: string) => {
    const texts = grammar[name];
    if (texts === undefined) throw new RangeError(`the grammar has no ⟨${name}⟩`);
    return expand(pick(texts, below), grammar, below);
  });
}

/** One of the items. Throws a RangeError where there is none. */
export function pick<Item>(items: readonly Item[], below: Below): Item {
  const item = items[below(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
