import { isIssuedNumber } from '../is-issued-number.js';
import { type FoundEntity, type Masker, type Place, findByPattern, textBefore } from '../masker.js';

/** How a country writes the number that it gives to each person. */
interface NationalId {
  readonly country: string;
  readonly shape: RegExp;
  /** What `stdnum` calls it. */
  readonly kind: string;
  /** Digits alone look like any other number: such a one needs a word of this kind in front of it. */
  readonly announced?: RegExp;
}

const ids: readonly NationalId[] = [
  { country: 'ES', shape: /^\d{8}-?[A-Z]$/i, kind: 'dni' },
  { country: 'ES', shape: /^[XYZ]-?\d{7}-?[A-Z]$/i, kind: 'nie' },
  { country: 'IT', shape: /^[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]$/i, kind: 'codicefiscale' },
  { country: 'MX', shape: /^[A-Z]{4}\d{6}[A-Z]{6}[A-Z\d]\d$/i, kind: 'curp' },
  { country: 'CN', shape: /^\d{17}[\dX]$/i, kind: 'ric' },
  { country: 'BR', shape: /^\d{3}\.\d{3}\.\d{3}-\d{2}$/, kind: 'cpf' },
  { country: 'FR', shape: /^[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}$/, kind: 'nir' },
  { country: 'CH', shape: /^756\.\d{4}\.\d{4}\.\d{2}$/, kind: 'ssn' },
  { country: 'FI', shape: /^\d{6}[-+A]\d{3}[\dA-Y]$/, kind: 'hetu' },
  { country: 'BE', shape: /^\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}$/, kind: 'nn' },
  { country: 'SE', shape: /^(?:\d{2})?\d{6}[-+]\d{4}$/, kind: 'personnummer' },
  { country: 'IN', shape: /^\d{4} \d{4} \d{4}$/, kind: 'aadhaar', announced: /\ba?adhaar\b/i },
  { country: 'IN', shape: /^\d{12}$/, kind: 'aadhaar', announced: /\ba?adhaar\b/i },
  { country: 'PL', shape: /^\d{11}$/, kind: 'pesel', announced: /\bpesel\b/i },
  { country: 'NL', shape: /^\d{9}$/, kind: 'bsn', announced: /\bbsn|burgerservicenummer\b/i },
  { country: 'BR', shape: /^\d{11}$/, kind: 'cpf', announced: /\bcpf\b/i },
  {
    country: 'DE',
    shape: /^\d{2} ?\d{3} ?\d{3} ?\d{3}$/,
    kind: 'idnr',
    announced: /\b(?:steuer-?id\w*|idnr|identifikationsnummer|tin)\b/i,
  },
  {
    country: 'DK',
    shape: /^\d{6}-?\d{4}$/,
    kind: 'cpr',
    announced: /\b(?:cpr|personnummer)\b/i,
  },
  {
    country: 'NO',
    shape: /^\d{6} ?\d{5}$/,
    kind: 'fodselsnummer',
    announced: /\b(?:fødselsnummer|personnummer)/i,
  },
  {
    country: 'CA',
    shape: /^\d{3}[ -]?\d{3}[ -]?\d{3}$/,
    kind: 'sin',
    announced: /\b(?:sin|social insurance)\b/i,
  },
  {
    country: 'AU',
    shape: /^\d{3} ?\d{3} ?\d{3}$/,
    kind: 'tfn',
    announced: /\b(?:tfn|tax file)\b/i,
  },
  { country: 'PT', shape: /^\d{9}$/, kind: 'nif', announced: /\b(?:nif|contribuinte)\b/i },
  { country: 'RO', shape: /^\d{13}$/, kind: 'cnp', announced: /\bcnp\b/i },
  { country: 'ZA', shape: /^\d{13}$/, kind: 'idnr', announced: /\b(?:id|identity)\b/i },
];

const withDigitFirst = /(?=\d)(?<![\p{L}\p{N}._/-])\d(?:[ .+-]?[\dA-Za-z]){7,18}(?![\p{L}\p{N}])/gu;
const withLetterFirst = /(?<![\p{L}\p{N}._/-])[A-Za-z]{1,6}-?\d[\dA-Za-z-]{6,14}(?![\p{L}\p{N}])/gu;
const digits = /\d[\d. +-]{5}/;
/** Looked for from the digit on: most texts have few. */
const letters = /(?=\d)(?:(?<=[A-Za-z]{4})\d{6}|(?<=[A-Za-z]{6})\d\d|(?<=[XYZxyz]-?)\d{7})/;

/** Identity and tax numbers of persons with right check digits, of the countries in the table above. */
export const nationalId: Masker = {
  type: 'national-id',
  mayHold: (text) => digits.test(text) || letters.test(text),
  *find(text): Generator<FoundEntity> {
    if (digits.test(text)) yield* findByPattern(text, withDigitFirst, normalise);
    if (letters.test(text)) yield* findByPattern(text, withLetterFirst, normalise);
  },
};

function normalise(matched: string, place: Place): string | undefined {
  const before = textBefore(place);
  const found = ids.find(
    ({ country, kind, shape, announced }) =>
      shape.test(matched) && (announced?.test(before) ?? true) && isIssuedNumber(country, kind, matched),
  );
  return found && `${found.country}:${matched.replace(/[^\da-z]/gi, '').toUpperCase()}`;
}
