import { type Masker, findByPattern } from '../masker.js';
import { secretLiterals, secretShapes } from '../secret-shapes.js';

/** Not inside a longer word: a shape in the middle of an identifier or of a blob is chance. */
const anyShape = new RegExp(
  `(?<![A-Za-z\\d_-])(?:${secretShapes.map(({ source }) => source).join('|')})(?![A-Za-z\\d_-])`,
  'g',
);

/** Keys and tokens of clouds, code hosts, model vendors and other services, by the shapes that these give them. */
export const cloudKey: Masker = {
  type: 'cloud-key',
  mayHold: (text) => secretLiterals.test(text),
  find: (text) => findByPattern(text, anyShape, (matched) => matched),
};
