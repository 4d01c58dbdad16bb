import type { TextRange } from '../views/view.js';

/** Every match of one expression, or the first `atMost`, in order, not overlapping. */
export type FindAll = (text: string, atMost?: number) => readonly TextRange[];

/** How far one part may be from the next. */
export interface Reach {
  readonly maxWords: number;
  readonly acrossSentences: boolean;
  /** A chain with a match of it at the end of what stands before is none. */
  readonly unlessAfter?: FindAll | undefined;
}

/** Longer words than this are no words; it bounds what is read between two parts. */
const longestWord = 20;
/** Of what stands before a chain so much is looked at. */
const readBefore = 60;
const sentenceEnd = /[.!?] |[\n。！？]/;

/**
 * The first range in which the parts follow one another, each at most `maxWords` words after the one before it, in one
 * sentence unless `acrossSentences`. Takes time linear in the text, which one expression with `.{0,80}` between the parts does not.
 */
export function findNear(text: string, parts: readonly FindAll[], reach: Reach): TextRange | undefined {
  const [first, ...others] = parts;
  // The last part is mostly the rarest: most texts are done with after it.
  if (first === undefined || others.at(-1)?.(text, 1).length === 0) return undefined;
  let chains = first(text);
  for (const part of others) {
    if (chains.length === 0) return undefined;
    chains = continued(text, chains, part(text), reach);
  }
  const { unlessAfter } = reach;
  return unlessAfter === undefined
    ? chains[0]
    : chains.find(
        ({ start }) => unlessAfter(text.slice(Math.max(0, start - readBefore), start), 1).length === 0,
      );
}

/** Chains that a next part goes on with: of those before it the nearest decides, since no other has a shorter gap. */
function continued(
  text: string,
  chains: readonly TextRange[],
  nexts: readonly TextRange[],
  reach: Reach,
): readonly TextRange[] {
  const longer: TextRange[] = [];
  let following = 0;
  for (const next of nexts) {
    while ((chains[following]?.end ?? Infinity) <= next.start) following++;
    const chain = chains[following - 1];
    if (chain !== undefined && isNear(text, chain.end, next.start, reach)) {
      longer.push({ start: chain.start, end: next.end });
    }
  }
  return longer;
}

function isNear(text: string, start: number, end: number, { maxWords, acrossSentences }: Reach): boolean {
  if (end - start > maxWords * longestWord) return false;
  const gap = text.slice(start, end);
  return (acrossSentences || !sentenceEnd.test(gap)) && (gap.match(/\S+/g) ?? []).length <= maxWords;
}
