import { compilePattern, nativeEngine } from '../rules/compile-pattern.js';
import type { Pattern } from '../rules/rule-schema.js';

/**
 * True for texts that any of the patterns matches. All expressions are one alternation, and patterns of several parts are
 * tried only where the first part of one occurs: a text is read twice, not once a pattern.
 */
export function compileAny(patterns: readonly Pattern[]): (text: string) => boolean {
  const phrases = alternation(patterns.filter((pattern) => typeof pattern === 'string'));
  const inParts = patterns.filter((pattern) => typeof pattern !== 'string');
  const firstParts = alternation(
    inParts.map((pattern) => ('near' in pattern ? pattern.near[0]! : pattern.expression)),
  );
  const finders = inParts.map((pattern) => compilePattern(pattern, nativeEngine));
  return (text) =>
    phrases.test(text) || (firstParts.test(text) && finders.some((find) => find(text) !== undefined));
}

/** One expression for several; for none, one that matches nothing. */
function alternation(expressions: readonly string[]): RegExp {
  return new RegExp(expressions.map((source) => `(?:${source})`).join('|') || '(?!)', 'u');
}
