import { isIssuedNumber } from '../is-issued-number.js';
import { type Masker, findByPattern, textBefore } from '../masker.js';

const groups = /(?=\d)(?<![\p{L}\p{N}._/-])\d{3}([ -]?)\d{2}\1\d{4}(?![\p{L}\p{N}-])/gu;
const announced =
  /\b(?:ssns?|social(?: security)?|soc sec|sin|itin|taxpayer|tax ?id(?:entification)?)\b[^\d\n]{0,24}$/i;
/** Numbers of the same shape for those without a social security number, 9xx-50 to 99. */
const taxpayer = /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/;

/** US social security and taxpayer numbers of ranges that are given out: 3-2-4 by dashes, else only where announced. */
export const ssn: Masker = {
  type: 'ssn',
  mayHold: (text) => /\d{3}[ -]?\d{2}[ -]?\d{4}/.test(text),
  find: (text) =>
    findByPattern(text, groups, (matched, place) => {
      const digits = matched.replace(/\D/g, '');
      if (!matched.includes('-') && !announced.test(textBefore(place))) return undefined;
      return isIssuedNumber('US', 'ssn', digits) || taxpayer.test(digits) ? digits : undefined;
    }),
};
