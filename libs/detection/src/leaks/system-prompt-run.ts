import { wordsOf } from './words.js';

const shingleWords = 5;
const readCharacters = 64_000;

/** A run of the system prompt this long in a response is a leak: no false positive in 15,717 pairs (detection.md). */
export const leakRunWords = 10;

/**
 * The longest run of words, 5 or more, that a response has in common with the system prompt, else 0. Shingles of
 * 5 words that the user wrote are taken out first: repeating the user is no leak.
 */
export function systemPromptRunWords(
  system: string,
  userTexts: readonly string[],
  responses: readonly string[],
): number {
  const secret = new Set(shingles(system));
  if (secret.size === 0) return 0;
  for (const text of userTexts) for (const shingle of shingles(text)) secret.delete(shingle);
  return Math.max(0, ...responses.map((response) => longestRun(shingles(response), secret)));
}

function longestRun(response: readonly string[], secret: ReadonlySet<string>): number {
  let longest = 0;
  let current = 0;
  for (const shingle of response) {
    current = secret.has(shingle) ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest === 0 ? 0 : longest + shingleWords - 1;
}

function shingles(text: string): readonly string[] {
  const found = wordsOf(text.slice(0, readCharacters));
  return found.slice(shingleWords - 1).map((_, index) => found.slice(index, index + shingleWords).join(' '));
}
