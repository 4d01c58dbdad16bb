import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { FoundEntity, Masker } from '../masker.js';

const candidate =
  /(?<![\p{L}\p{N}.])(?:\+|\()?\d(?:[ ()./-]{0,2}\d){6,16}(?![\p{L}\p{N}])(?:\s?(?:x|ext\.?)\s?\d{1,6})?/giu;
const northAmerican = /^(?:1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[.-])\d{3}[.-]\d{4}/;
/** Words that announce a number; looked for in the 24 characters before it. */
const announced =
  /\b(?:phone|telephone|tel|call|mobile|cell|fax|whatsapp|text|telefon|handy|mobil|anruf|rufen|téléphone|portable|teléfono|móvil|telefono|telefoon)\b[^\n]{0,16}$/iu;

/**
 * Phone numbers: international ones (+ or 00), North American ones by their grouping, and others where a word just
 * before announces a number. A national number without any of these stays, since it looks like every other number.
 */
export const phone: Masker = {
  type: 'phone',
  mayHold: (text) => /\d[\d ()./-]{5}/.test(text),
  find: findPhones,
};

function* findPhones(text: string): Generator<FoundEntity> {
  for (const match of text.matchAll(candidate)) {
    const normalised = normalise(match[0], text.slice(Math.max(0, match.index - 24), match.index));
    if (normalised !== undefined)
      yield { start: match.index, end: match.index + match[0].length, normalised };
  }
}

function normalise(matched: string, before: string): string | undefined {
  const international = matched.startsWith('+') ? matched : matched.replace(/^00/, '+');
  if (international.startsWith('+')) {
    const parsed = parsePhoneNumberFromString(international);
    if (parsed?.isPossible() === true) return parsed.number;
  }
  if (northAmerican.test(matched)) {
    const parsed = parsePhoneNumberFromString(matched, 'US');
    if (parsed?.isPossible() === true) return parsed.number;
  }
  return announced.test(before) ? matched.replace(/\D/g, '') : undefined;
}
