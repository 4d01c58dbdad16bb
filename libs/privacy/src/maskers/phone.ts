import { announcesAThing } from '../announces-a-thing.js';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';
import { type Masker, type Place, findByPattern, textBefore, textBehind } from '../masker.js';

const candidate =
  /(?=[\d+(])(?<![\p{L}\p{N}._/-])[+(]?\d(?:[ ()./-]{0,2}\d){6,16}(?![\p{N}])(?:\s?(?:x|ext\.?)\s?\d{1,6})?/giu;
const northAmerican = /^(?:1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[.-])\d{3}[.-]\d{4}/;
/** A trunk zero and groups: how most of the world writes a number at home. */
const withTrunkZero = /^\(?0[1-9]\d{0,4}\)?[ ./-]\d/;
const date = /^(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})/;

/** Words that announce a number, in front of it with no other digit between. */
const announced =
  /\b(?:(?:tele|cell|smart)?phones?|tel|call(?:ed|ing|er)?|mobile|cell|fax|desk|office|landline|hotline|helpline|whatsapp|viber|signal|sms|text(?:ed)?|messages? to|dial(?:led)?|ring|reach(?:ed)?|contact|answering|registered|telefon(?:nummer)?|handy(?:nummer)?|mobil|mobilnummer|anruf|rufen|téléphone|portable|appelez|teléfono|móvil|llame|telefone|celular|telefono|cellulare|telefoon)\b[^\d\n]{0,28}\n?[^\d\n]{0,4}$/iu;
/** … and those that stand behind one, as in letterheads. */
const namedBehind = /^[ \t]*[\\,(-]{0,2}[ \t]?(?:office|fax|mobile|cell|home|work|desk|phone|tel)\b/i;
/** The number of somebody or something else, said nearer than any word above. */
const ofSomethingElse =
  /\b(?:account|acct|policy|claim|card|customer|ids?|zip|postcode|pin|passport|licen[cs]e|ssn|iban|rechnung|kundennummer)\b[^\d\n]{0,20}$/iu;

/** Countries with a trunk zero, the ones with most speakers of the languages that logs are in. */
const homes: readonly CountryCode[] = 'GB DE FR IT NL CH AT AU SE BE FI ZA JP IE NZ TR IN KR'
  .split(' ')
  .map((country) => country as CountryCode);

/**
 * Phone numbers: international ones (+ or 00), North American ones by their grouping, grouped ones with a trunk zero
 * that some country has, and others where a word beside them announces a number. A national number without any of
 * these stays, since it looks like every other number.
 */
export const phone: Masker = {
  type: 'phone',
  mayHold: (text) => /\d[\d ()./-]{5}/.test(text),
  find: (text) => findByPattern(text, candidate, normalise),
};

function normalise(matched: string, place: Place): string | undefined {
  if (date.test(matched)) return undefined;
  const international = matched.startsWith('+') ? matched : matched.replace(/^00(?=[1-9])/, '+');
  if (international.startsWith('+')) {
    const parsed = parsePhoneNumberFromString(international, metadata);
    if (parsed?.isPossible() === true) return parsed.number;
  }
  const before = textBefore(place);
  if (announcesAThing(before) || ofSomethingElse.test(before)) return undefined;
  const digits = matched.replace(/\D/g, '');
  if (northAmerican.test(matched)) {
    const parsed = parsePhoneNumberFromString(matched, 'US', metadata);
    if (parsed?.isPossible() === true) return parsed.number;
  }
  if (withTrunkZero.test(matched) && homes.some((home) => isNumberOf(home, matched))) return digits;
  return announced.test(before) || namedBehind.test(textBehind(place)) ? digits : undefined;
}

function isNumberOf(country: CountryCode, matched: string): boolean {
  return parsePhoneNumberFromString(matched, country, metadata)?.isValid() === true;
}
