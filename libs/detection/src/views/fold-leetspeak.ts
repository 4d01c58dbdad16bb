import { type Decoder, type Replacement, readingsOfReplaced } from './reading.js';

const letterOf: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '1': 'i', '2': 'z', '3': 'e', '4': 'a', '5': 's', '6': 'g', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's', '!': 'i', '|': 'l', '+': 't' },
};
/** Longer ones are keys and hashes. */
const tokens = /(?<![a-z0-9@$!|+/])[a-z0-9@$!|+]{1,24}(?![a-z0-9@$!|+/])/g;
const digits = /[0-9@$!|+]/g;
/** A digit between letters, which ordinary names (mp3, covid19, 10th) do not have. */
const inside = /[a-z][0-9@$!|+]{1,3}[a-z]/;
/** Words in which 1 stands for l; in all others for i. */
const wordsWithL = new Set(
  (
    'all allowed also always blocked call calls clear complete completely control could delete details ' +
    'develop developer disclose display early else email emails enable enabled english example explain ' +
    'explicit fall false feel file files filter filtered filters final flow follow following full fully ' +
    'hello help helpful hold illegal impossible include kill language last later law laws lead leak ' +
    'legal less let level like limit limitless limits line list literally live load local long look mail ' +
    'malicious model models moral morally normal only original outline people place plain play please ' +
    'policies policy possible previously public pull real really release reply role roleplay rule rules ' +
    'sell shall should simple simply skill skills small special steal still table tell tells translate ' +
    'unfiltered unless until url value well wild will world would'
  ).split(' '),
);
const minMixed = 3;
/** From this share of mixed tokens on, tokens without a letter (70, 1) are words too. */
const minMixedShare = 0.3;

/** The text with leetspeak read, where three tokens or more mix letters with digits and one does so inside. */
export const foldLeetspeak: Decoder = (text) => {
  if (!inside.test(text)) return [];
  const found = Array.from(text.matchAll(tokens), ({ 0: token, index }) => ({ token: bare(token), index }));
  const mixed = found.filter(({ token }) => isMixed(token));
  if (mixed.length < minMixed) return [];
  const words = mixed.length >= minMixedShare * found.length ? found : mixed;
  const folded = words.map(({ token, index }): Replacement => ({
    text: fold(token),
    start: index,
    end: index + token.length,
  }));
  return readingsOfReplaced('leetspeak', text, folded);
};

/** Marks at the end are punctuation. */
function bare(token: string): string {
  let end = token.length;
  while (end > 0 && '!+'.includes(token.charAt(end - 1))) end--;
  return token.slice(0, end);
}

function isMixed(token: string): boolean {
  return token.length >= 3 && /[a-z]/.test(token) && /[0-9@$!|+]/.test(token);
}

function fold(token: string): string {
  const withI = token.replace(digits, (digit) => letterOf[digit] ?? digit);
  const withL = token.replace(digits, (digit) => (/[1|!]/.test(digit) ? 'l' : (letterOf[digit] ?? digit)));
  return wordsWithL.has(withL) ? withL : withI;
}
