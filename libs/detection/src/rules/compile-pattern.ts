import { RE2JS } from 're2js';
import { type FindAll, findNear } from './find-near.js';
import type { Pattern } from './rule-schema.js';
import type { TextRange } from '../views/view.js';

/** The first range that a pattern matches, if any. */
export type FindPattern = (text: string) => TextRange | undefined;

/** How an expression is made to run. */
export type Engine = (expression: string) => FindAll;

/** The platform's own engine: fast, and only for expressions that are known to take linear time (safe-patterns.spec.ts). */
export const nativeEngine: Engine = (source) => {
  const expression = new RegExp(source, 'gu');
  return function* (text) {
    for (const { 0: found, index } of text.matchAll(expression))
      yield { start: index, end: index + found.length };
  };
};

/** RE2 semantics: any expression takes time linear in the text, so a user's rule cannot hang a scan. */
export const re2Engine: Engine = (source) => {
  const expression = RE2JS.compile(source);
  return function* (text) {
    const matcher = expression.matcher(text);
    while (matcher.find()) yield { start: matcher.start(), end: matcher.end() };
  };
};

/** A pattern of a rule, ready to run. */
export function compilePattern(pattern: Pattern, engine: Engine): FindPattern {
  if (typeof pattern === 'string') {
    const findAll = engine(pattern);
    return (text) => {
      for (const range of findAll(text)) return range;
      return undefined;
    };
  }
  const parts = pattern.near.map(engine);
  return (text) => findNear(text, parts, pattern.max_words);
}
