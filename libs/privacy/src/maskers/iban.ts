import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { type FoundEntity, type Masker, matchesOf } from '../masker.js';

/** Country, check digits, then up to 30 letters or digits, perhaps in groups; it may run into the words behind it. */
const candidate = /(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![\p{L}\p{N}])/gu;

/** IBANs with right check digits and the length of their country (ISO 13616, mod 97). */
export const iban: Masker = {
  type: 'iban',
  mayHold: (text) => /[A-Za-z]{2}\d{2}/.test(text),
  find: findIbans,
};

function* findIbans(text: string): Generator<FoundEntity> {
  for (const match of matchesOf(text, candidate)) {
    const found = longestIban(match[0]);
    if (found !== undefined) {
      yield { start: match.index, end: match.index + found.length, normalised: found.normalised };
    }
  }
}

/** The candidate without the groups at its end that belong to the next words; at most 30 are tried. */
function longestIban(matched: string): { readonly length: number; readonly normalised: string } | undefined {
  for (let length = matched.length; length >= 15; length--) {
    const next = matched.charAt(length);
    if (next !== '' && next !== ' ' && next !== '-') continue;
    const normalised = electronicFormatIBAN(matched.slice(0, length)) ?? '';
    if (isValidIBAN(normalised)) return { length, normalised };
  }
  return undefined;
}
