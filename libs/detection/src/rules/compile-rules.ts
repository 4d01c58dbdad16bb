import { type AnchorFilter, buildAnchorFilter } from './anchor-filter.js';
import { type Engine, type FindPattern, compilePattern, nativeEngine, re2Engine } from './compile-pattern.js';
import type { Pattern, Rule, RuleWhere } from './rule-schema.js';

export interface CompiledRule {
  readonly rule: Rule;
  readonly all: readonly FindPattern[];
  readonly any: readonly FindPattern[];
  readonly not: readonly FindPattern[];
}

/** Rules of one view and one place, and the filter that says which of them a text could match. */
export interface RuleGroup {
  readonly rules: readonly CompiledRule[];
  readonly candidates: AnchorFilter;
}

/** Rules ready to match, by where they look and the view they read. */
export type RuleSet = Readonly<Record<RuleWhere, Readonly<Record<Rule['view'], RuleGroup>>>>;

/** A rule set of shipped rules on the platform's engine and, in an `own` list, users' rules on RE2 semantics. */
export function compileRules(shipped: readonly Rule[], own: readonly Rule[] = []): RuleSet {
  const compiled = [
    ...shipped.map((rule) => compileRule(rule, nativeEngine)),
    ...own.map((rule) => compileRule(rule, re2Engine)),
  ];
  const groupsAt = (where: RuleWhere) => {
    const rules = compiled.filter(({ rule }) => rule.where.includes(where));
    return {
      raw: groupOf(rules, 'raw'),
      normalised: groupOf(rules, 'normalised'),
      decoded: groupOf(rules, 'decoded'),
    };
  };
  return {
    user: groupsAt('user'),
    retrieved: groupsAt('retrieved'),
    tool: groupsAt('tool'),
    system: groupsAt('system'),
    response: groupsAt('response'),
  };
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
