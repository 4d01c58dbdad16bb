import { isPlaceholder } from '../is-placeholder.js';
import { type FoundEntity, type Masker, matchesOf } from '../masker.js';
import { shannonBits } from '../shannon-bits.js';

/** A name for a password, or for a key or token, then what gives it a value, then the value. */
const assignment =
  /(pass(?:word|wd|phrase|code|wort)|\bpwd|\bpin|kennwort|contraseña|mot de passe|senha)[\w-]{0,12}["'\]]{0,2}(?:\s{0,3}(?:=>|:=|[:=])\s{0,3}|\s(?:is|was|ist|es|est)\s(?:set to |now )?)["'`]?([^\s"'`,;]{4,128})|(api[ _-]?key|access[ _-]?key|secret|token|credential|client[ _-]?key|auth[ _-]?key|private[ _-]?key|encryption[ _-]?key|account[ _-]?key|signature)[\w -]{0,24}["'\]]{0,2}(?:\s{0,3}(?:=>|:=|[:=])\s{0,3}|\s(?:is|was)\s)["'`]?(?:[Bb]earer )?([\w+/=.~-]{16,512})/giu;

/** Passwords, keys and tokens without a vendor's shape, by what they are called and how little they look like words. */
export const secret: Masker = {
  type: 'secret',
  mayHold: (text) =>
    /pass(?:w|p|code)|pwd|\bpin\b|kennw|contras|mot de p|senha|key|secret|token|credential|signature/i.test(
      text,
    ),
  find: findSecrets,
};

function* findSecrets(text: string): Generator<FoundEntity> {
  for (const match of matchesOf(text, assignment)) {
    const [whole, passwordName, password, , key] = match;
    const value = (password ?? key ?? '').replace(/[.!?)]+$/, '');
    const accepted = passwordName === undefined ? looksRandom(value) : looksChosen(value, passwordName);
    if (!accepted || isPlaceholder(value)) continue;
    const start = match.index + whole.length - (password ?? key ?? '').length;
    yield { start, end: start + value.length, normalised: value };
  }
}

/** A password that a person chose: not a word, so a digit or a sign is in it. */
function looksChosen(value: string, name: string): boolean {
  if (/pin/i.test(name)) return /^\d{4}$/.test(value);
  return value.length >= 6 && /\p{L}/u.test(value)
    ? /\d|[!@#$%^&*+=?~]/.test(value)
    : /^\d{6,20}$/.test(value);
}

/** A key that a machine drew: digits among letters, and as many different characters as chance gives. */
function looksRandom(value: string): boolean {
  if (!/\d/.test(value) || !/[a-z]/i.test(value)) return false;
  const isHexadecimal = /^[\da-f-]+$/i.test(value);
  return shannonBits(value) >= (isHexadecimal ? 3 : 3.5);
}
