import { createHash } from 'node:crypto';
import { disclaimerPatterns, objectionPatterns, refusalPatterns } from '../response/refusal-patterns.js';
import type { Pattern, Rule } from './rule-schema.js';

/** Every expression that runs on the platform's engine, each once, with the rule that has it. */
export function nativeExpressions(rules: readonly Rule[]): ReadonlyMap<string, string> {
  const ofRules = rules.flatMap(({ id, all = [], any = [], not = [] }) =>
    [...all, ...any, ...not].flatMap(expressionsOf).map((expression) => [expression, id] as const),
  );
  const ofRefusals = [refusalPatterns, disclaimerPatterns, objectionPatterns]
    .flatMap((patterns) => patterns.flatMap(expressionsOf))
    .map((expression) => [expression, 'refusal-patterns'] as const);
  return new Map([...ofRules, ...ofRefusals]);
}

function expressionsOf(pattern: Pattern): readonly string[] {
  if (typeof pattern === 'string') return [pattern];
  if ('count' in pattern) return [pattern.expression];
  return pattern.unless_after === undefined ? pattern.near : [...pattern.near, pattern.unless_after];
}

/** By what the lock knows an expression that `checker` (name and version) found to take linear time. */
export function linearKey(expression: string, checker: string): string {
  return createHash('sha256').update(`${checker}\n${expression}`).digest('hex').slice(0, 24);
}
