import type { ScanInput } from '../scan-input.js';
import { currentTurnStart } from '../segments.js';
import { wordsOf } from '../leaks/words.js';

const contentWordLetters = 5;
const readCharacters = 20_000;
/** A shorter answer ("Yes, master") has too few words to share any. */
const leastAnswerWords = 60;
/** An ask of fewer content words leaves too little to look for. */
const leastAskWords = 4;

/**
 * False where an answer is certainly about something else than what was asked: long, and without a single content word
 * of the ask. True also where nobody can say: short texts, other scripts, no response.
 */
export function answersTheAsk({ messages, response }: ScanInput): boolean {
  if (response === undefined) return true;
  const answer = wordsOf(response.content.slice(0, readCharacters));
  if (answer.length < leastAnswerWords) return true;
  const asked = messages
    .slice(currentTurnStart(messages))
    .filter(({ role }) => role === 'user')
    .flatMap(({ content }) => contentWords(wordsOf(content.slice(-readCharacters))));
  if (new Set(asked).size < leastAskWords) return true;
  const answered = new Set(contentWords(answer));
  return asked.some((word) => answered.has(word));
}

/** Stems of the longer words: their first letters, so that an ending hides nothing. */
function contentWords(words: readonly string[]): readonly string[] {
  return words
    .filter((word) => word.length >= contentWordLetters)
    .map((word) => word.slice(0, contentWordLetters));
}
