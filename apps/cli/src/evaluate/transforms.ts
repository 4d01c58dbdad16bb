const each = (text: string, change: (character: string, index: number) => string): string =>
  [...text].map(change).join('');

const lookalikes: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
};
const leet: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' };
const rotate = (letter: string): string => {
  const first = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
};

/** The disguises of detection.md, by name: what an attacker puts over a text that would be found. */
export const transforms: Readonly<Record<string, (text: string) => string>> = {
  'upper case': (text) => text.toUpperCase(),
  'zero-width characters': (text) => each(text, (character) => `${character}\u200b`),
  'tag characters': (text) =>
    each(text, (character) =>
      character <= '~' ? String.fromCodePoint(0xe0000 + character.charCodeAt(0)) : character,
    ),
  'full-width letters': (text) =>
    text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  lookalikes: (text) => each(text, (character) => lookalikes[character] ?? character),
  leetspeak: (text) => each(text, (character) => leet[character] ?? character),
  'spaced letters': (text) =>
    text
      .split(' ')
      .map((word) => [...word].join(' '))
      .join('   '),
  'soft hyphens': (text) => text.replace(/(\w{3})(?=\w)/g, '$1\u00ad'),
  rot13: (text) => text.replace(/[a-z]/gi, rotate),
  reversed: (text) => [...text].reverse().join(''),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'percent escapes': (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
};
