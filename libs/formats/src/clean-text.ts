/** A text that can be stored: one bad character of a log must not cost the record. */
function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '\ufffd') : whole;
}

/** A short identifier on one line, or undefined where nothing is left of it. */
export function cleanIdentifier(value: unknown, longest = 200): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const line = cleanText(String(value))
    // eslint-disable-next-line no-control-regex -- control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .trim();
  return line === '' ? undefined : line.slice(0, longest).toWellFormed();
}

/** A value as text: itself where it is text, else JSON; of a longer one its beginning. */
export function asText(value: unknown, longest?: number): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return cleanText(longest === undefined ? text : text.slice(0, longest));
}
