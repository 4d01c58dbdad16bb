import type { Rule } from './rule-schema.js';

/** The one shipped operating point: an interaction is flagged where its attack score is at least this. */
export const flagThreshold = 0.6;

/** How many distinct rules of those that hit a text flag by themselves; the weak ones fire on ordinary texts too. */
export function countFlaggingRules(rules: readonly Rule[]): number {
  return new Set(rules.filter(({ score }) => score >= flagThreshold).map(({ id }) => id)).size;
}
