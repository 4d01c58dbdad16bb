/** What a UTF-16 unit is to the reader of features. Half of a surrogate pair counts as a part of a word. */
export const space = 0;
const punctuation = 1;
export const wordPart = 2;
/** A word of its own, in scripts that put no spaces between words. */
export const ideograph = 3;

const classes = readClasses();

/** The class of a UTF-16 unit: one of the constants of this file. */
export function characterClass(unit: number): number {
  return classes[unit] ?? punctuation;
}

function readClasses(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (let unit = 0; unit < table.length; unit++) table[unit] = classOf(String.fromCharCode(unit));
  return table;
}

function classOf(character: string): number {
  if (/\s/.test(character)) return space;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(character)) {
    return ideograph;
  }
  return /[\p{L}\p{M}\p{N}'\ud800-\udfff]/u.test(character) ? wordPart : punctuation;
}
