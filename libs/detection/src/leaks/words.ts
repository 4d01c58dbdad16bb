import { normalise } from '../views/normalise.js';

/** A word; in scripts without spaces, a character. */
const words = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;

/** The words of a text in its order, as a reader takes them: case, punctuation and invisible characters away. */
export function wordsOf(text: string): readonly string[] {
  return normalise(text).match(words) ?? [];
}
