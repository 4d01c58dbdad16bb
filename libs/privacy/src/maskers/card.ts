import cardValidator from 'card-validator';
import { type Masker, findByPattern } from '../masker.js';

const groupsOfDigits = /(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)/g;

/** Payment card numbers: 13 to 19 digits, in groups or not, of a known brand's range and with a right Luhn digit. */
export const card: Masker = {
  type: 'card',
  mayHold: (text) => /\d[\d -]{11}/.test(text),
  find: (text) =>
    findByPattern(text, groupsOfDigits, (matched) => {
      const digits = matched.replace(/\D/g, '');
      const verdict = cardValidator.number(digits);
      return verdict.isValid && verdict.card !== null ? digits : undefined;
    }),
};
