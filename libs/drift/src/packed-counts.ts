const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOfCode = new Uint8Array(128);
for (let value = 0; value < digits.length; value++) valueOfCode[digits.charCodeAt(value)] = value;

/**
 * Whole numbers 0..2^53 as text, five bits a character, the lowest first, with a sixth that says that there are more
 * (base64 VLQ, as source maps have it, without a sign): small counts are one character.
 */
export function packCounts(values: readonly number[]): string {
  let text = '';
  for (const value of values) {
    let rest = value;
    while (rest >= 32) {
      text += digits[32 + (rest % 32)]!;
      rest = Math.floor(rest / 32);
    }
    text += digits[rest]!;
  }
  return text;
}

/** The numbers that `packCounts` packed. */
export function unpackCounts(text: string): number[] {
  const values: number[] = [];
  let [value, unit] = [0, 1];
  for (let i = 0; i < text.length; i++) {
    const digit = valueOfCode[text.charCodeAt(i)]!;
    value += (digit % 32) * unit;
    unit *= 32;
    if (digit >= 32) continue;
    values.push(value);
    [value, unit] = [0, 1];
  }
  return values;
}
