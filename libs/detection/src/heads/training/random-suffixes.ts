import { type Below, pick, seededBelow } from '../grammar/expand.js';

const marks = [
  '!',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '/',
  '*',
  '**',
  '_',
  '.',
  ',',
  ':',
  ';',
  '?',
  '+',
  '-',
  '--',
  '=',
  '==',
  '<',
  '>',
  '|',
  '$',
  '#',
  '@',
  '^',
  '~',
  '`',
  '%',
  '](',
  '\\"',
  '!--',
  ').',
  '()',
  '{\\',
  '\\_',
  '>>',
  '->',
];
const codeWords = [
  'Sure',
  'here',
  'tutorial',
  'printf',
  'return',
  'Title',
  'seriously',
  'respond',
  'revert',
  'json',
  'lambda',
  'usepackage',
  'begin',
  'textbf',
  'write',
  'opposite',
  'please',
  'steps',
  'python',
  'html',
  'sentence',
  'Me',
  'ONE',
  'Two',
  'Now',
  'Step',
  'formatted',
  'using',
  'inverse',
  'manual',
  'table',
  'Here',
  'public',
  'null',
  'String',
  'href',
  'similarly',
  'describing',
];

/**
 * Sequences of 15 to 30 tokens as gradient search leaves them: pieces of words out of any order, marks of code and
 * capitals inside, mostly unspaced. Words are taken from `texts`; the same texts and seed give the same suffixes.
 */
export function randomSuffixes(texts: readonly string[], count: number, seed: number): readonly string[] {
  const below = seededBelow(seed);
  return Array.from({ length: count }, () => {
    const tokens = Array.from({ length: 15 + below(16) }, () => token(texts, below));
    return tokens.join('').trim();
  });
}

function token(texts: readonly string[], below: Below): string {
  const gap = below(5) < 3 ? ' ' : '';
  const kind = below(10);
  if (kind < 2) return `${below(2) === 0 ? ' ' : ''}${pick(marks, below)}`;
  if (kind < 4) return gap + pick(codeWords, below);
  const words = pick(texts, below).split(/\s+/, 200);
  const word = pick(words, below).slice(0, 14);
  if (kind < 7) return gap + word;
  // A token of a byte-pair vocabulary is often the beginning or the end of a word.
  const cut = 2 + below(Math.max(1, word.length - 2));
  return gap + (below(2) === 0 ? word.slice(0, cut) : word.slice(-cut));
}
