import { type Masker, findByPattern } from '../masker.js';
import { secretLiterals, secretShapes } from '../secret-shapes.js';

/** Not inside a longer word: a shape in the middle of an identifier or of a blob is chance. */
const anyShape = new RegExp(
  `(?<![A-Za-z\\d-])(?:${secretShapes.map(({ source }) => source).join('|')})(?![A-Za-z\\d_-])`,
  'g',
);

/** No key is shorter; hardly a word is as long. Looked for from its beginning only, which is a third of the work. */
const longToken = /(?:^|[^\w+/=.:~$-])[\w+/=.:~$-]{13}/;

/** Keys and tokens of clouds, code hosts, model vendors and other services, by the shapes that these give them. */
export const cloudKey: Masker = {
  type: 'cloud-key',
  mayHold: (text) => longToken.test(text) && secretLiterals.test(text),
  find: (text) => findByPattern(text, anyShape, (matched) => matched),
};
