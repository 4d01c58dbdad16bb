import type { TextRange, View } from '../views/view.js';
import type { FindPattern } from './compile-pattern.js';
import type { RuleGroup, RuleSet } from './compile-rules.js';
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
    if (view.name === 'raw') return matchesIn(view, raw);
    return [...matchesIn(view, normalised), ...(view.decoded ? matchesIn(view, decoded) : [])];
  });
}

function matchesIn(view: View, { rules, candidates }: RuleGroup): readonly RuleMatch[] {
  const matches: RuleMatch[] = [];
  for (const index of candidates(view.text)) {
    const compiled = rules[index];
    const range = compiled && matchedRange(compiled, view.text);
    if (compiled !== undefined && range !== undefined) matches.push({ rule: compiled.rule, view, range });
  }
  return matches;
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
