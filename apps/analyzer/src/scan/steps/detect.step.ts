import { type RuleSet, scanInteraction } from '#detection';
import { type Step, proceed } from '#pipeline';
import type { Detected, Parsed } from '../scanned.js';

/** Attack evidence, the response's verdict, leaks and the outcome. */
export function detectStep(rules: RuleSet): Step<Parsed, Detected> {
  return (parsed) => proceed({ ...parsed, signal: scanInteraction(parsed.interaction, rules) });
}
