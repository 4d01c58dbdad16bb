import { wordsOf } from './measure-text.js';
import { termOf } from './prompt-print.js';

/** Texts that have a word longer than this are odd: such a word is no name for anything. */
const longestName = 30;

/** The most frequent word of each term in some texts, in the order of the terms; terms of no word are left out. */
export function nameTerms(texts: readonly string[], terms: readonly number[]): readonly string[] {
  const counts = new Map<number, Map<string, number>>(terms.map((term) => [term, new Map()]));
  for (const text of texts) {
    for (const word of new Set(wordsOf(text))) {
      const ofTerm = word.length >= 3 && word.length <= longestName ? counts.get(termOf(word)) : undefined;
      ofTerm?.set(word, (ofTerm.get(word) ?? 0) + 1);
    }
  }
  return terms.flatMap((term) => {
    const words = [...(counts.get(term) ?? [])].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return words.slice(0, 1).map(([word]) => word);
  });
}
