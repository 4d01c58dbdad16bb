import { RE2JS } from 're2js';

/** A half-open range of a view's text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** The first range that a pattern matches, if any. */
export type FindPattern = (text: string) => TextRange | undefined;

/** The pattern on the platform's own engine: fast, and only for patterns whose cost is bounded (rules.spec.ts). */
export function compileNative(pattern: string): FindPattern {
  const expression = new RegExp(pattern, 'u');
  return (text) => {
    const match = expression.exec(text);
    return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
  };
}

/** The pattern on RE2 semantics: any pattern takes time linear in the text, so a user's rule cannot hang a scan. */
export function compileRe2(pattern: string): FindPattern {
  const expression = RE2JS.compile(pattern);
  return (text) => {
    const matcher = expression.matcher(text);
    return matcher.find() ? { start: matcher.start(), end: matcher.end() } : undefined;
  };
}
