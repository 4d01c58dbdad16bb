import type { TextRange } from '../views/view.js';

/** Every match of one pattern, in order, not overlapping. */
export type FindAll = (text: string) => Iterable<TextRange>;

/** Longer words than this are no words; it bounds what is read between two parts. */
const longestWord = 20;
const sentenceEnd = /[.!?] |[\n。！？]/;

/**
 * The first range in which the parts follow one another, each at most `maxWords` words after the one before it, in one
 * sentence. Takes time linear in the text, which one expression with `.{0,80}` between the parts does not.
 */
export function findNear(text: string, parts: readonly FindAll[], maxWords: number): TextRange | undefined {
  const [first, ...others] = parts;
  let chains: readonly TextRange[] = first === undefined ? [] : [...first(text)];
  for (const part of others) {
    if (chains.length === 0) return undefined;
    chains = continued(text, chains, part(text), maxWords);
  }
  return chains[0];
}

/** Chains that a next part goes on with: of those before it the nearest decides, since no other has a shorter gap. */
function continued(
  text: string,
  chains: readonly TextRange[],
  nexts: Iterable<TextRange>,
  maxWords: number,
): readonly TextRange[] {
  const longer: TextRange[] = [];
  let following = 0;
  for (const next of nexts) {
    while ((chains[following]?.end ?? Infinity) <= next.start) following++;
    const chain = chains[following - 1];
    if (chain !== undefined && isNear(text, chain.end, next.start, maxWords)) {
      longer.push({ start: chain.start, end: next.end });
    }
  }
  return longer;
}

function isNear(text: string, start: number, end: number, maxWords: number): boolean {
  if (end - start > maxWords * longestWord) return false;
  const gap = text.slice(start, end);
  return !sentenceEnd.test(gap) && (gap.match(/\S+/g) ?? []).length <= maxWords;
}
