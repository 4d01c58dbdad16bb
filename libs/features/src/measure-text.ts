import { guessLanguage } from './guess-language.js';
import { scriptOf } from './script-of.js';

/** What one pass over a text counts. */
export interface TextMeasures {
  /** UTF-16 code units of the whole text. */
  readonly length: number;
  readonly words: number;
  /** Shares of the measured part's code units, 0..1. */
  readonly nonAscii: number;
  readonly digits: number;
  readonly punctuation: number;
  /** Share of letters, 0..1. */
  readonly upper: number;
  readonly lines: number;
  /** Different words over words (type-token ratio) of the first 200 words, 0..1. */
  readonly variety: number;
  /** Share of word pairs that stood before, 0..1: what a compressor would save. */
  readonly repetition: number;
  /** The script most letters are of. */
  readonly script: string;
  /** A guess: ISO 639-1, or `?`. */
  readonly language: string;
  /** The words of the measured part, in lower case. */
  readonly wordList: readonly string[];
}

/** A longer text is measured by its beginning: features cost the same whatever is logged. */
const longestMeasured = 8_000;
/** Type-token ratios fall with length, so they are taken over equally many words. */
const varietyWords = 200;
const wordPattern = /[\p{L}\p{M}]{1,40}/gu;

/** The words of a text's beginning, in lower case: runs of letters. */
export function wordsOf(text: string): readonly string[] {
  const measured = text.length > longestMeasured ? text.slice(0, longestMeasured) : text;
  return measured.toLowerCase().match(wordPattern) ?? [];
}

/** The measures of a text, in one pass over its characters and one over its words. */
export function measureText(text: string): TextMeasures {
  const measured = text.length > longestMeasured ? text.slice(0, longestMeasured) : text;
  const length = Math.max(1, measured.length);
  const characters = countCharacters(measured);
  const wordList = wordsOf(measured);
  const script = scriptOf(measured);
  return {
    length: text.length,
    words: wordList.length,
    nonAscii: characters.nonAscii / length,
    digits: characters.digits / length,
    punctuation: characters.punctuation / length,
    upper: characters.letters === 0 ? 0 : characters.upper / characters.letters,
    lines: characters.lines,
    ...countWords(wordList),
    script,
    language: guessLanguage(wordList.slice(0, varietyWords), script),
    wordList,
  };
}

function countCharacters(text: string) {
  const counts = { nonAscii: 0, digits: 0, punctuation: 0, upper: 0, letters: 0, lines: 1 };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) counts.nonAscii += 1;
    else if (code >= 97 && code <= 122) counts.letters += 1;
    else if (code >= 65 && code <= 90) {
      counts.letters += 1;
      counts.upper += 1;
    } else if (code >= 48 && code <= 57) counts.digits += 1;
    else if (code === 10) counts.lines += 1;
    else if (code > 32) counts.punctuation += 1;
  }
  return counts;
}

/** Words and pairs of them are told apart by numbers, which a set takes faster than joined strings. */
function countWords(words: readonly string[]): Pick<TextMeasures, 'variety' | 'repetition'> {
  const numbers = new Map<string, number>();
  const pairs = new Set<number>();
  let variety = 1;
  let before = -1;
  for (const [index, word] of words.entries()) {
    let number = numbers.get(word);
    if (number === undefined) numbers.set(word, (number = numbers.size));
    if (index < varietyWords) variety = numbers.size / (index + 1);
    if (before >= 0) pairs.add(before * longestMeasured + number);
    before = number;
  }
  return { variety, repetition: words.length < 2 ? 0 : 1 - pairs.size / (words.length - 1) };
}
