import type { Interaction } from '#contracts';
import type { TextMeasures } from './measure-text.js';
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
  const { prompt, response } = texts;
  const hash = prompt && simHash(prompt.wordHashes);
  return {
    signature: retrySignature(interaction),
    ...(hash && { simHash: hash }),
    terms: {
      prompt_vocabulary: prompt === undefined ? [] : termsOf(prompt),
      ...(response && { response_vocabulary: termsOf(response) }),
    },
  };
}

/** The number that stands for a word. */
export function termOf(word: string): number {
  return fnv(word) % termBuckets;
}

function termsOf({ wordList, wordHashes }: TextMeasures): number[] {
  const terms = new Set<number>();
  for (let i = 0; i < wordList.length && terms.size < mostTerms; i++) {
    if (wordList[i]!.length >= 3) terms.add(wordHashes[i]! % termBuckets);
  }
  return [...terms].sort((a, b) => a - b);
}
