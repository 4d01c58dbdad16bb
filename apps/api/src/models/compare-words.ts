import { wordsOf } from '#features';
import type { WordChange } from './exemplars.schema.js';

/** Words that came and words that went, the clearest first. */
export interface ComparedWords {
  readonly came: WordChange[];
  readonly went: WordChange[];
}

/** Shorter ones are particles; a longer one is no word. */
const [shortest, longest] = [3, 30];
const mostWords = 20;
/** With thousands of words tried, one in ten thousand by chance leaves less than one in a list. */
const clearestG2 = 15.14;

/**
 * Words whose share of texts differs between two samples: the log-likelihood ratio G² of a word's 2 × 2 table (in a text
 * or not, then or now; Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational
 * Linguistics 19(1), 1993) is 15.14 or more, the 0.9999 quantile of χ² with one degree of freedom. A text counts a word
 * once. Samples of 30 texts or more; texts are taken as independent, which those of one conversation are not.
 */
export function compareWords(then: readonly string[], now: readonly string[]): ComparedWords {
  const [before, after] = [countTexts(then), countTexts(now)];
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((word) => {
    const [had, has] = [before.get(word) ?? 0, after.get(word) ?? 0];
    const g2 = logLikelihoodRatio([had, then.length], [has, now.length]);
    return g2 < clearestG2 ? [] : [{ g2, word, then: had / then.length, now: has / now.length }];
  });
  changes.sort((one, other) => other.g2 - one.g2 || (one.word < other.word ? -1 : 1));
  const listed = (keep: (change: WordChange) => boolean): WordChange[] =>
    changes
      .filter(keep)
      .slice(0, mostWords)
      .map(({ g2: _, ...change }) => change);
  return {
    came: listed((change) => change.now > change.then),
    went: listed((change) => change.now < change.then),
  };
}

/** In how many of the texts each word stands. */
function countTexts(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(wordsOf(text))) {
      if (word.length >= shortest && word.length <= longest) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

type Part = readonly [hits: number, of: number];

/** 2 Σ observed · ln(observed / expected) over the four cells, where the expected share is the pooled one. */
function logLikelihoodRatio(then: Part, now: Part): number {
  const share = (then[0] + now[0]) / (then[1] + now[1]);
  return 2 * [then, now].reduce((sum, part) => sum + surprise(part, share), 0);
}

function surprise([hits, of]: Part, share: number): number {
  const cell = (observed: number, expected: number): number =>
    observed === 0 ? 0 : observed * Math.log(observed / expected);
  return cell(hits, of * share) + cell(of - hits, of * (1 - share));
}
