import { guessLanguage } from './guess-language.js';
import { FirstComers } from './first-comers.js';
import { scriptOf } from './script-of.js';
import { fnv } from './sim-hash.js';

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
  /** Of each of these words. */
  readonly wordHashes: Uint32Array;
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
  const wordHashes = hashesOf(wordList);
  const script = scriptOf(measured);
  return {
    length: text.length,
    words: wordList.length,
    nonAscii: characters.nonAscii / length,
    digits: characters.digits / length,
    punctuation: characters.punctuation / length,
    upper: characters.letters === 0 ? 0 : characters.upper / characters.letters,
    lines: characters.lines,
    ...countWords(wordHashes),
    script,
    language: guessLanguage(wordList.slice(0, varietyWords), script),
    wordList,
    wordHashes,
  };
}

function hashesOf(wordList: readonly string[]): Uint32Array {
  const hashes = new Uint32Array(wordList.length);
  for (let i = 0; i < hashes.length; i++) hashes[i] = fnv(wordList[i]!);
  return hashes;
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

const words = new FirstComers();
const pairs = new FirstComers();

/** Words are told apart by their hashes, and pairs by the numbers of their words: both are numbers, which a table takes faster than strings. */
function countWords(hashes: Uint32Array): Pick<TextMeasures, 'variety' | 'repetition'> {
  words.startText();
  pairs.startText();
  let variety = 1;
  let before = -1;
  for (let index = 0; index < hashes.length; index++) {
    const number = words.numberOf(hashes[index]!);
    if (index < varietyWords) variety = words.count / (index + 1);
    if (before >= 0) pairs.numberOf(before * longestMeasured + number);
    before = number;
  }
  return { variety, repetition: hashes.length < 2 ? 0 : 1 - pairs.count / (hashes.length - 1) };
}
