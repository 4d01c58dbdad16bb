import { expect, it } from '@jest/globals';
import { compilePattern, nativeEngine } from '../rules/compile-pattern.js';
import { compileAny } from './compile-any.js';
import { disclaimerPatterns, objectionPatterns, refusalPatterns } from './refusal-patterns.js';

const texts = [
  "i'm sorry, but i can't help with that.",
  'sorry, no.',
  'rejected',
  'it was rejected',
  'ich kann dir dabei leider nicht helfen.',
  'lo siento, no puedo ayudarte.',
  'désolé, mais je ne peux pas.',
  'as an ai, i do not have opinions.',
  'as an ai you may like this.',
  'it is illegal and unethical to do this.',
  'here is what you asked for.',
  '申し訳ありませんが、できません',
  '',
];

it.each(Object.entries({ refusalPatterns, disclaimerPatterns, objectionPatterns }))(
  'says of %s what they say one by one',
  (_name, patterns) => {
    const isAny = compileAny(patterns);
    const oneByOne = patterns.map((pattern) => compilePattern(pattern, nativeEngine));
    const expected = texts.map((text) => oneByOne.some((find) => find(text) !== undefined));
    expect(texts.map(isAny)).toEqual(expected);
    expect(new Set(expected).size).toBe(2);
  },
);

it('matches nothing where there are no patterns', () => {
  expect(compileAny([])('anything')).toBe(false);
});
