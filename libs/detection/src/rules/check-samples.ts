import { makeViews } from '../views/make-views.js';
import { compileRules } from './compile-rules.js';
import { matchRules } from './match-rules.js';
import type { Rule } from './rule-schema.js';

/** What a rule's own samples show to be wrong with it, a line each; empty when every sample does as it says. */
export function checkSamples(rule: Rule, engine: 'native' | 're2'): readonly string[] {
  const ruleSet = engine === 'native' ? compileRules([rule]) : compileRules([], [rule]);
  return (['match', 'no_match'] as const).flatMap((kind) =>
    rule.samples[kind].flatMap((sample, index) => {
      const { text, where } =
        typeof sample === 'string' ? { text: sample, where: rule.where[0] ?? 'user' } : sample;
      const matches = matchRules(ruleSet, makeViews(text), where).length > 0;
      return matches === (kind === 'match') ? [] : [`${rule.id}: sample ${kind}[${index}] does the opposite`];
    }),
  );
}
