import { type Masker, findByPattern, textBefore } from '../masker.js';

/** PEM and PGP blocks, also cut off or with line ends escaped; 32 bytes in hexadecimal as wallets write them. */
const key =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----[^-]{1,10000}(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?|Private-Lines: \d{1,4}\s[a-z\d+/=\s]{40,6000}|AGE-SECRET-KEY-1[\dA-Z]{58}|(?<![\p{L}\p{N}])(?:0x)?[\da-f]{64}(?![\p{L}\p{N}])/giu;
const announced = /\b(?:private|priv|secret|wallet|signing|seed)[ _-]?(?:key)?\b[^\n]{0,24}$/iu;

/** Private keys: PEM, PGP, PuTTY and age; a bare 64-digit hexadecimal number only with 0x or after a word for a key. */
export const privateKey: Masker = {
  type: 'private-key',
  mayHold: (text) => text.length >= 40 && /PRIVATE KEY|Private-Lines|AGE-SECRET|\d[\da-fA-F]{31}/.test(text),
  find: (text) =>
    findByPattern(text, key, (matched, place) => {
      const isBareHash = /^[\da-f]{64}$/i.test(matched);
      return isBareHash && !announced.test(textBefore(place)) ? undefined : matched;
    }),
};
