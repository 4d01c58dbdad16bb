import { labelledValueMasker } from '../labelled-value.js';

/** Passport and identity card numbers, after a word that announces them: countries share no shape. */
export const passport = labelledValueMasker({
  type: 'passport',
  keyword: /pass|pasa|paspoort|identity card|ausweis|visa n/i,
  label:
    /\b(?:pass ?port|reisepass(?:nummer)?|passeport|pasaporte|passaporte|passaporto|paspoort|(?:national |identity |personal)id(?:entity)? ?card|identity card|personalausweis(?:nummer)?|visa (?:no|number))\b[^\d\n]{0,24}$/iu,
  shape: /^[a-z]{0,3}[ -]?\d(?:[ -]?[\da-z]){5,10}(?![\p{L}\p{N}])/iu,
});
