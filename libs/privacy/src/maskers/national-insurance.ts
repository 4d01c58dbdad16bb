import { isIssuedNumber } from '../is-issued-number.js';
import { type Masker, findByPattern } from '../masker.js';

const groups = /(?<![\p{L}\p{N}])[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d](?![\p{L}\p{N}])/giu;

/** UK National Insurance numbers of prefixes that are given out. */
export const nationalInsurance: Masker = {
  type: 'national-insurance',
  mayHold: (text) => /[a-z]{2} ?\d{2} ?\d{2}/i.test(text),
  find: (text) =>
    findByPattern(text, groups, (matched) => {
      const plain = matched.replaceAll(' ', '').toUpperCase();
      return isIssuedNumber('GB', 'nino', plain) ? plain : undefined;
    }),
};
