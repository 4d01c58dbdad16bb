import { composeIBAN } from 'ibantools';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A value that must be nowhere but in its source topic, and the words that it stands in. */
export interface CanaryValue {
  readonly type: string;
  readonly value: string;
  readonly sentence: string;
}

/** Seeded random digits and letters. */
interface Draw {
  /** An integer in from..to. */
  number(from: number, to: number): number;
  /** `count` characters of an alphabet. */
  text(alphabet: string, count: number): string;
  one<T>(items: readonly T[]): T;
}

interface Planted {
  readonly value: (draw: Draw) => string;
  /** `%` stands for the value: context where a masker wants it. */
  readonly sentence: string;
}

const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const consonants = 'bcdfghjklmnpqrstvwxz';
const letters = capitals + capitals.toLowerCase();

/** What is planted of each type that `libs/privacy` masks: a new masker wants a line here. */
const planted: Readonly<Record<string, Planted>> = {
  'private-key': {
    value: (draw) =>
      `-----BEGIN PRIVATE KEY-----\n${draw.text(letters + digits, 64)}\n-----END PRIVATE KEY-----`,
    sentence: 'It begins with % and goes on.',
  },
  jwt: {
    value: (draw) => {
      const parts = [{ alg: 'HS256', typ: 'JWT' }, { sub: draw.text(letters, 12) }];
      const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
      return [...encoded, draw.text(letters + digits, 43)].join('.');
    },
    sentence: 'Take % along.',
  },
  'cloud-key': {
    value: (draw) =>
      draw.one([
        () => `AKIA${draw.text(capitals, 16)}`,
        () => `ghp_${draw.text(letters + digits, 36)}`,
        () => `glpat-${draw.text(letters + digits, 20)}`,
      ])(),
    sentence: 'Sign in by % as before.',
  },
  'url-credential': {
    value: (draw) => `${draw.text(letters + digits, 12)}7!`,
    sentence: 'Connect to postgres://reader:%@db.example.org/claims then.',
  },
  email: {
    value: (draw) => `${draw.text(consonants, 9)}.${draw.text(digits, 3)}@example.org`,
    sentence: 'Please write to % today.',
  },
  iban: { value: ibanValue, sentence: 'Transfer it to % by Friday.' },
  card: {
    value: (draw) => withLuhn(`4${draw.text(digits, 14)}`).replace(/\d{4}(?=\d)/g, '$& '),
    sentence: 'Charge the card % once.',
  },
  secret: {
    value: (draw) => `${draw.text(letters, 10)}${draw.text(digits, 4)}`,
    sentence: 'The password is %.',
  },
  'ip-address': {
    value: (draw) => `81.${draw.number(16, 250)}.${draw.number(16, 250)}.${draw.number(16, 250)}`,
    sentence: 'The request came from % at night.',
  },
  ssn: {
    value: (draw) => `${draw.number(100, 599)}-${draw.number(11, 69)}-${draw.number(1000, 9999)}`,
    sentence: 'Her social security number is %.',
  },
  'nhs-number': { value: nhsValue, sentence: 'The NHS number is %.' },
  'national-insurance': {
    value: (draw) =>
      `JG ${draw.number(10, 99)} ${draw.number(10, 99)} ${draw.number(10, 99)} ${draw.text('ABCD', 1)}`,
    sentence: 'Contributions run under % since May.',
  },
  'national-id': {
    value: (draw) => {
      const number = draw.number(10_000_000, 99_999_999);
      return `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(number % 23)}`;
    },
    sentence: 'Su documento es %.',
  },
  'driver-licence': {
    value: (draw) => `${draw.text(capitals, 5)}${draw.text(digits, 6)}${draw.text(capitals, 2)}9`,
    sentence: 'The driving licence is %.',
  },
  passport: { value: (draw) => `X${draw.text(digits, 8)}`, sentence: 'The passport number is %.' },
  'medical-record': { value: (draw) => `4${draw.text(digits, 7)}`, sentence: 'The MRN is %.' },
  'policy-number': { value: (draw) => `HX-${draw.text(digits, 8)}`, sentence: 'The policy number is %.' },
  'bank-account': { value: (draw) => `6${draw.text(digits, 9)}`, sentence: 'The account number is %.' },
  'date-of-birth': {
    value: (draw) => `${draw.number(10, 28)}/0${draw.number(1, 9)}/${draw.number(1921, 1969)}`,
    sentence: 'She was born on %.',
  },
  'street-address': {
    value: (draw) => `${draw.number(1000, 9999)} ${nameOf(draw)} Street`,
    sentence: 'Deliver it to % please.',
  },
  phone: { value: (draw) => `+44 20 7946 0${draw.text(digits, 3)}`, sentence: 'Call % after nine.' },
  'person-name': { value: (draw) => `${nameOf(draw)} ${nameOf(draw)}`, sentence: 'My name is %.' },
};

/** `count` different values, spread evenly over the types. Throws where a type has no line in the table. */
export function canaryValues(seed: number, types: readonly string[], count: number): readonly CanaryValue[] {
  const draw = seededDraw(seed);
  const values = new Map<string, CanaryValue>();
  while (values.size < count) {
    const type = types[values.size % types.length] ?? '';
    const { value: valueOf, sentence } = plantedOf(type);
    const value = valueOf(draw);
    values.set(value, { type, value, sentence: sentence.replace('%', value) });
  }
  return [...values.values()];
}

function plantedOf(type: string): Planted {
  const found = planted[type];
  if (found === undefined) throw new Error(`canary-values.ts plants no value of the masker "${type}"`);
  return found;
}

function seededDraw(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  const number = (from: number, to: number): number => uniformInt(generator, from, to);
  const one = <T>(items: readonly T[]): T => items[number(0, items.length - 1)] as T;
  return {
    number,
    one,
    text: (alphabet, count) => Array.from({ length: count }, () => one([...alphabet])).join(''),
  };
}

function ibanValue(draw: Draw): string {
  const electronic = composeIBAN({ countryCode: 'DE', bban: draw.text(digits, 18) });
  return (electronic ?? '').replace(/.{4}(?=.)/g, '$& ');
}

/** A made-up name of two syllables and an ending. */
function nameOf(draw: Draw): string {
  const syllable = (): string => draw.text(consonants, 1) + draw.text('aeiou', 1) + draw.text(consonants, 1);
  const name = syllable() + syllable() + draw.text('aeiou', 1);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Ten digits with a right check digit (NHS Data Dictionary, NHS NUMBER). */
function nhsValue(draw: Draw): string {
  const payload = `4${draw.text(digits, 8)}`;
  const sum = [...payload].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? nhsValue(draw) : `${payload}${check}`.replace(/(\d{3})(\d{3})(\d{4})/, '$1 $2 $3');
}

/** The digits with the one that makes them pass ISO/IEC 7812's check. */
function withLuhn(payload: string): string {
  const sum = [...payload].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return payload + String((10 - (sum % 10)) % 10);
}
