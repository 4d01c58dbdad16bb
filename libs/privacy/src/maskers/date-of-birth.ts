import { type Masker, findByPattern, textBefore, textBehind } from '../masker.js';

const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)';
const year = '(?:19|20)\\d{2}';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const digitFirst = [
  `\\d{1,2}[./-]\\d{1,2}[./-](?:${year}|\\d{2})`,
  `${year}[./-]\\d{1,2}[./-]\\d{1,2}`,
  `${day}(?:st|nd|rd|th|\\.)?(?: of| de)?[ -]${month}\\.?,?(?: de)?[ -]${year}`,
].join('|');
const monthFirst = `${month}\\.? ${day}(?:st|nd|rd|th)?,? ${year}`;
const date = new RegExp(
  `(?:(?=\\d)(?<![\\p{L}\\p{N}./-])(?:${digitFirst})|(?<=^|[^\\p{L}\\p{N}])${monthFirst})(?![\\p{L}\\p{N}/-])`,
  'giu',
);
const announced =
  /(?:\b(?:births?(?:day|date)?|born|dob|d\.o\.b|bday|geboren|geb|geburts(?:datum|tag)|naissance|née?|nacid[oa]|nacimiento|nascid[oa]|nascimento|nat[oa]|nascita|geboorte(?:datum)?|fødselsdato|födelsedatum)\b)[^\d\n]{0,28}\n?[^\d\n]{0,4}$/iu;
const namedBehind = /^[ ,(]{0,3}(?:dob|d\.o\.b|date of birth|birth|geboren)\b/i;

/** Dates beside a word of birth; any other date stays, since it says nothing about anybody by itself. */
export const dateOfBirth: Masker = {
  type: 'date-of-birth',
  mayHold: (text) =>
    /\d\d/.test(text) && /b(?:irth|orn|day)|d\.?o\.?b|geb|n(?:é|ais|ac|asc|ato|ata)|fød|föd/i.test(text),
  find: (text) =>
    findByPattern(text, date, (matched, place) =>
      announced.test(textBefore(place)) || namedBehind.test(textBehind(place))
        ? matched.toLowerCase()
        : undefined,
    ),
};
