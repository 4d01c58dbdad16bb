import { type AnchorFilter, buildAnchorFilter } from './anchor-filter.js';
import { type Engine, type FindPattern, compilePattern, nativeEngine, re2Engine } from './compile-pattern.js';
import type { Pattern, Rule } from './rule-schema.js';

interface CompiledRule {
  readonly rule: Rule;
  readonly all: readonly FindPattern[];
  readonly any: readonly FindPattern[];
  readonly not: readonly FindPattern[];
}

/** The rules of one view and the filter that says which of them a text could match. */
interface RuleGroup {
  readonly rules: readonly CompiledRule[];
  readonly candidates: AnchorFilter;
}

/** Rules ready to match, by the view they read. */
export interface RuleSet {
  readonly raw: RuleGroup;
  readonly normalised: RuleGroup;
}

/** A rule set of shipped rules on the platform's engine and, in an `own` list, users' rules on RE2 semantics. */
export function compileRules(shipped: readonly Rule[], own: readonly Rule[] = []): RuleSet {
  const compiled = [
    ...shipped.map((rule) => compileRule(rule, nativeEngine)),
    ...own.map((rule) => compileRule(rule, re2Engine)),
  ];
  return { raw: groupOf(compiled, 'raw'), normalised: groupOf(compiled, 'normalised') };
}

function compileRule(rule: Rule, engine: Engine): CompiledRule {
  const compile = (patterns: readonly Pattern[] = []) =>
    patterns.map((pattern) => compilePattern(pattern, engine));
  return { rule, all: compile(rule.all), any: compile(rule.any), not: compile(rule.not) };
}

function groupOf(compiled: readonly CompiledRule[], view: Rule['view']): RuleGroup {
  const rules = compiled.filter(({ rule }) => rule.view === view);
  return { rules, candidates: buildAnchorFilter(rules.map(({ rule }) => rule.anchors)) };
}
