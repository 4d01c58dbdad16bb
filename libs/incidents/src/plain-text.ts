/** Control characters but line breaks and tabs, and everything that draws nothing or turns the direction of text. */
const invisible =
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu;

/** Log text as it may leave for a channel: what is there is what is seen, at most `longest` characters. */
export function plainText(text: string, longest: number): string {
  const visible = text.toWellFormed().replace(invisible, '');
  const characters = Array.from(visible.slice(0, longest * 2 + 2));
  return characters.length <= longest ? visible : `${characters.slice(0, longest - 1).join('')}…`;
}

/**
 * Log text as it may leave for a channel, and words of ours where nothing of it is seen: Slack refuses a message with an
 * empty text, and a text of invisible characters must keep nobody from being told of it.
 */
export function shownText(text: string, longest: number): string {
  const plain = plainText(text, longest);
  return plain.trim() === '' ? '(nothing visible)' : plain;
}
