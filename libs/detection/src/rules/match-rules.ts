import type { TextRange, View } from '../views/view.js';
import type { FindPattern } from './compile-pattern.js';
import type { CompiledRule, RuleGroup, RuleSet } from './compile-rules.js';
import { guardClauseAt, readsLikeOperatorPrompt } from './guard-clause.js';
import type { Rule, RuleWhere } from './rule-schema.js';

/** A rule that matched one view of a text. */
export interface RuleMatch {
  readonly rule: Rule;
  readonly view: View;
  /** In the view's text. */
  readonly range: TextRange;
}

/** The rules of a set for one kind of text that match one of its views, each at most once a view. */
export function matchRules(ruleSet: RuleSet, views: readonly View[], where: RuleWhere): readonly RuleMatch[] {
  return views.flatMap((view) => {
    const { raw, normalised, decoded } = ruleSet[where];
    if (view.name === 'raw') return matchesIn(view, raw, where);
    return [...matchesIn(view, normalised, where), ...(view.decoded ? matchesIn(view, decoded, where) : [])];
  });
}

function matchesIn(view: View, { rules, candidates }: RuleGroup, where: RuleWhere): readonly RuleMatch[] {
  const matches: RuleMatch[] = [];
  for (const index of candidates(view.text)) {
    const compiled = rules[index];
    const range = compiled && unguardedRange(compiled, view, where);
    if (compiled !== undefined && range !== undefined) matches.push({ rule: compiled.rule, view, range });
  }
  return matches;
}

/** Guard clauses that are looked past, of a rule and text. */
const mostGuards = 4;

/** Where a rule matches outside of what an operator's prompt says about attacks. */
function unguardedRange(compiled: CompiledRule, view: View, where: RuleWhere): TextRange | undefined {
  let { text } = view;
  let range = matchedRange(compiled, text);
  if (range === undefined || where !== 'user' || view.decoded || !readsLikeOperatorPrompt(text)) return range;
  for (let guards = 0; range !== undefined && guards < mostGuards; guards++) {
    const clause = guardClauseAt(text, range, compiled.rule);
    if (clause === undefined) return range;
    // Blanks, so that what follows stays where it is.
    text = text.slice(0, clause.start) + ' '.repeat(clause.end - clause.start) + text.slice(clause.end);
    range = matchedRange(compiled, text);
  }
  return range;
}

type Patterns = Readonly<Record<'all' | 'any' | 'not', readonly FindPattern[]>>;

/** Where a rule matches: the first `any` that is found, else the first `all`. */
function matchedRange({ all, any, not }: Patterns, text: string): TextRange | undefined {
  const ofAll: TextRange[] = [];
  for (const find of all) {
    const range = find(text);
    if (range === undefined) return undefined;
    ofAll.push(range);
  }
  const ofAny = firstFound(any, text);
  if (any.length > 0 && ofAny === undefined) return undefined;
  return firstFound(not, text) === undefined ? (ofAny ?? ofAll[0]) : undefined;
}

function firstFound(patterns: readonly FindPattern[], text: string): TextRange | undefined {
  for (const find of patterns) {
    const range = find(text);
    if (range !== undefined) return range;
  }
  return undefined;
}
