import { type Masker, findByPattern, textBefore } from '../masker.js';

const groups = /(?=\d)(?<![\p{L}\p{N}._/-])\d{3}([ -]?)\d{3}\1\d{4}(?![\p{L}\p{N}-])/gu;
const announced = /\b(?:nhs|national health|patient|chi)\b[^\d\n]{0,32}$/i;

/** UK NHS numbers: ten digits with a right check digit, after a word that announces them, since phones look alike. */
export const nhsNumber: Masker = {
  type: 'nhs-number',
  mayHold: (text) => /\d{3}[ -]?\d{3}[ -]?\d{4}/.test(text),
  find: (text) =>
    findByPattern(text, groups, (matched, place) => {
      const digits = matched.replace(/\D/g, '');
      return hasCheckDigit(digits) && announced.test(textBefore(place)) ? digits : undefined;
    }),
};

/** Modulus 11 with weights 10 to 2 (NHS Data Dictionary, NHS NUMBER). */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < 9; at++) sum += Number(digits[at]) * (10 - at);
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}
