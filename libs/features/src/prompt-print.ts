import type { Interaction } from '#contracts';
import { retrySignature } from './session-of.js';
import { type SimHash, fnv, simHash } from './sim-hash.js';
import type { InteractionTexts } from './text-features.js';

/** By what an interaction is known among others of its session. */
export interface PromptPrint {
  /** Who asked, and the last thing said: the same for an exact retry. */
  readonly signature: string;
  /** Nearly the same for a prompt with other dates or numbers of the same length; absent for short ones. */
  readonly simHash?: SimHash;
  /** Words of the prompt and of the response, each as one of 2,048 numbers; the words themselves are not kept. */
  readonly terms: Readonly<Record<string, readonly number[]>>;
}

/** Words are told apart by so many numbers: some share one. */
const termBuckets = 2_048;
const mostTerms = 96;

/** By what an interaction is known among others of its session, and what it is about. */
export function promptPrint(interaction: Interaction, texts: InteractionTexts): PromptPrint {
  const words = texts.prompt?.wordList ?? [];
  const answer = texts.response?.wordList;
  const hash = simHash(words);
  return {
    signature: retrySignature(interaction),
    ...(hash && { simHash: hash }),
    terms: { prompt_vocabulary: termsOf(words), ...(answer && { response_vocabulary: termsOf(answer) }) },
  };
}

/** The number that stands for a word. */
export function termOf(word: string): number {
  return fnv(word) % termBuckets;
}

function termsOf(words: readonly string[]): number[] {
  const terms = new Set<number>();
  for (const word of words) {
    if (word.length >= 3) terms.add(termOf(word));
    if (terms.size >= mostTerms) break;
  }
  return [...terms].sort((a, b) => a - b);
}
