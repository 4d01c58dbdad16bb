import { RE2JS } from 're2js';
import { type FindAll, findNear } from './find-near.js';
import type { Pattern } from './rule-schema.js';
import type { TextRange } from '../views/view.js';

/** The first range that a pattern matches, if any. */
export type FindPattern = (text: string) => TextRange | undefined;

/** How an expression is made to run. */
export type Engine = (expression: string) => FindAll;

/** The platform's own engine: fast, and only for expressions that are known to take linear time (shipped-rules.spec.ts). */
export const nativeEngine: Engine = (source) => {
  const expression = new RegExp(source, 'gu');
  return (text, atMost) => {
    const found: TextRange[] = [];
    expression.lastIndex = 0;
    for (let hit = expression.exec(text); hit !== null; hit = expression.exec(text)) {
      found.push({ start: hit.index, end: expression.lastIndex });
      if (found.length === atMost) break;
      if (hit[0] === '') expression.lastIndex++;
    }
    return found;
  };
};

/** RE2 semantics: any expression takes time linear in the text, so a user's rule cannot hang a scan. */
export const re2Engine: Engine = (source) => {
  const expression = RE2JS.compile(source);
  return (text, atMost) => {
    const matcher = expression.matcher(text);
    const found: TextRange[] = [];
    while (found.length !== atMost && matcher.find())
      found.push({ start: matcher.start(), end: matcher.end() });
    return found;
  };
};

/** A pattern of a rule, ready to run. */
export function compilePattern(pattern: Pattern, engine: Engine): FindPattern {
  if (typeof pattern === 'string') return nthOf(engine(pattern), 1);
  if ('count' in pattern) return nthOf(engine(pattern.expression), pattern.count);
  const parts = pattern.near.map(engine);
  const reach = {
    maxWords: pattern.max_words,
    acrossSentences: pattern.across_sentences ?? false,
    // Its expression ends where the chain begins.
    unlessAfter: pattern.unless_after === undefined ? undefined : engine(`(?:${pattern.unless_after})$`),
  };
  return (text) => findNear(text, parts, reach);
}

/** From the first to the last of so many matches. */
function nthOf(findAll: FindAll, count: number): FindPattern {
  return (text) => {
    const found = findAll(text, count);
    const [first, last] = [found[0], found[count - 1]];
    return first && last && { start: first.start, end: last.end };
  };
}
