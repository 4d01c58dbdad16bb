import { type FoundEntity, type Masker, textBefore } from './masker.js';

interface LabelledValue {
  readonly type: string;
  /** Matches the end of the text before a value that is meant: anchored with `$`. */
  readonly label: RegExp;
  /** Which values the label can mean, from their beginning: anchored with `^`. */
  readonly shape: RegExp;
}

/** Where a value can begin: letters and digits behind something else. */
const beginnings = /(?<![\p{L}\p{N}_])(?=[\p{L}-]{0,6}\d)/gu;

/**
 * A masker of numbers that have no shape of their own: a label in front of them says what they are, and the shape
 * keeps words and prices out.
 */
export function labelledValueMasker({ type, label, shape }: LabelledValue): Masker {
  return {
    type,
    mayHold: (text) => /\d[\p{L}\d -]{2}/u.test(text),
    *find(text): Generator<FoundEntity> {
      let free = 0;
      for (const { index: start } of text.matchAll(beginnings)) {
        if (start < free || !label.test(textBefore({ text, start, end: start }))) continue;
        const value = shape.exec(text.slice(start, start + longestValue))?.[0];
        if (value === undefined) continue;
        free = start + value.length;
        yield { start, end: free, normalised: value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase() };
      }
    },
  };
}

const longestValue = 40;
