import { announcesAThing } from '../announces-a-thing.js';
import cardValidator from 'card-validator';
import { type Masker, findByPattern, textBefore } from '../masker.js';

const groupsOfDigits = /(?=\d)(?<![\p{L}\p{N}._/-])\d(?:[ -]?\d){11,18}(?![\p{N}-])/gu;
/** Ranges that `card-validator` no longer has: JCB of 15 digits. */
const olderJcb = /^(?:2131|1800)\d{11}$/;
/** After such a word any number with a right check digit is a card's, whatever its brand: Maestro has 12 to 19 digits. */
const announced =
  /\b(?:card|cc|credit|debit|visa|master ?card|maestro|amex|american express|diners|discover|jcb|unionpay|kreditkarte|karte|kartennummer|carte|tarjeta|cartão|carta)\b[^\d\n]{0,32}$/iu;

/** Payment card numbers: 12 to 19 digits, in groups or not, with a right Luhn digit, of a brand's range or announced. */
export const card: Masker = {
  type: 'card',
  mayHold: (text) => /\d[\d -]{10}/.test(text),
  find: (text) =>
    findByPattern(text, groupsOfDigits, (matched, place) => {
      const digits = matched.replace(/\D/g, '');
      if (!hasLuhnDigit(digits) || !isGroupedAsOnACard(matched)) return undefined;
      const before = textBefore(place);
      const called = announced.exec(before);
      // "The order of my card" is a card, "the memory card of order" an order: the nearer word decides.
      if (announcesAThing(called === null ? before : before.slice(called.index))) return undefined;
      return called !== null || isOfBrand(digits) ? digits : undefined;
    }),
};

/** Cards begin with a group of four; orders and parcels mostly do not. */
function isGroupedAsOnACard(matched: string): boolean {
  return !/\D/.test(matched) || /^\d{4}[ -]/.test(matched);
}

function isOfBrand(digits: string): boolean {
  const verdict = cardValidator.number(digits);
  return (verdict.isValid && verdict.card !== null && digits.length > 12) || olderJcb.test(digits);
}

/** ISO/IEC 7812-1, annex B. All zeros would pass, and is no card. */
function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = Number(digits[digits.length - 1 - fromRight]);
    const doubled = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum > 0 && sum % 10 === 0;
}
