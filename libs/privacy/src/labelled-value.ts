import { announcesAThing } from './announces-a-thing.js';
import { type FoundEntity, type Masker, textBefore, matchesOf } from './masker.js';

interface LabelledValue {
  readonly type: string;
  /** What every label has in it: a text without it is left at once. */
  readonly keyword: RegExp;
  /** Matches the end of the text before a value that is meant: anchored with `$`. */
  readonly label: RegExp;
  /** Which values the label can mean, from their beginning: anchored with `^`. */
  readonly shape: RegExp;
}

/** Where a value can begin: letters and digits behind something else. */
const beginnings = /(?=[A-Za-z\d])(?<![\p{L}\p{N}_])(?=[A-Za-z]{0,6}[ /-]?\d)/gu;

/**
 * A masker of numbers that have no shape of their own: a label in front of them says what they are, and the shape
 * keeps words and prices out.
 */
export function labelledValueMasker({ type, keyword, label, shape }: LabelledValue): Masker {
  return {
    type,
    mayHold: (text) => /\d[A-Za-z\d -]{2}/.test(text) && keyword.test(text),
    *find(text): Generator<FoundEntity> {
      let free = 0;
      for (const { index: start } of matchesOf(text, beginnings)) {
        const before = textBefore({ text, start, end: start });
        if (start < free || announcesAThing(before) || !label.test(before)) continue;
        const value = shape.exec(text.slice(start, start + longestValue))?.[0];
        if (value === undefined) continue;
        free = start + value.length;
        yield { start, end: free, normalised: value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase() };
      }
    },
  };
}

const longestValue = 40;
