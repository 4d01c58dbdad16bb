import { type Masker, findByPattern } from '../masker.js';
import { secretLiterals, secretShapes } from '../secret-shapes.js';

/** Not inside a longer word: a shape in the middle of an identifier or of a blob is chance. */
const anyShape = new RegExp(
  `(?<![A-Za-z\\d-])(?:${secretShapes.map(({ source }) => source).join('|')})(?![A-Za-z\\d_-])`,
  'g',
);

/** No key is shorter; hardly a word is as long. */
const shortestKey = 13;
const ofKeys = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w+/=.:~$-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Keys and tokens of clouds, code hosts, model vendors and other services, by the shapes that these give them. */
export const cloudKey: Masker = {
  type: 'cloud-key',
  mayHold: (text) => hasLongToken(text) && secretLiterals.test(text),
  find: (text) => findByPattern(text, anyShape, (matched) => matched),
};

/** Whether a run of characters of keys is long enough for one: ten times as fast as an expression that says so. */
function hasLongToken(text: string): boolean {
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    run = ofKeys[text.charCodeAt(at)] === 1 ? run + 1 : 0;
    if (run >= shortestKey) return true;
  }
  return false;
}
