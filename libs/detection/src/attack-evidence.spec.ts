import { describe, expect, it } from '@jest/globals';
import { attackEvidence } from './attack-evidence.js';
import { headNames } from './heads/head-names.js';
import type { Heads } from './heads/heads.js';
import type { Rule, RuleWhere } from './rules/rule-schema.js';
import { makeViews } from './views/make-views.js';

/** Heads that find the given rarity in users' texts, by one head, and say which sides they were asked for. */
function headsOf(rarity: number, head: (typeof headNames)[number] = 'jailbreak') {
  const asked: string[] = [];
  const heads: Heads = {
    rarities: ({ side, ruleHits }) => {
      asked.push(`${side} ${ruleHits}`);
      return Float64Array.from(headNames, (name) => (name === head ? rarity : 0));
    },
    refusalLogit: () => 0,
  };
  return { heads, asked };
}
const rule = (score: number) => ({ id: `r${score}`, family: 'persona', severity: 'high', score }) as Rule;
const text = (where: RuleWhere, rules: readonly Rule[] = []) => ({ where, views: makeViews('Hi'), rules });

describe('attackEvidence', () => {
  it.each([
    ['one ordinary text in a thousand is as odd', 3, null, { score: 0.6, flagged: true }],
    ['one in 900', 2.95, null, { score: 0.596, flagged: false }],
    ['one in 900, and the model refused it', 2.95, 'refused', { score: 0.646, flagged: true }],
    ['one in 900, and the model went along', 2.95, 'complied', { score: 0.596, flagged: false }],
    ['one in 100, and the model refused it', 2, 'refused', { score: 0.5745, flagged: false }],
    ['every text is as odd', 0, null, { score: 0, flagged: false }],
    ['an ordinary text that was refused', 0, 'refused', { score: 0.2593, flagged: false }],
  ] as const)('of a text where %s', (_what, rarity, verdict, { score, flagged }) => {
    const found = attackEvidence([text('user')], headsOf(rarity), verdict);
    expect(found.score).toBeCloseTo(score, 3);
    expect(found.flagged).toBe(flagged);
  });

  it('names what the prompt alone is flagged for, whatever the answer', () => {
    const promptFamily = (
      texts: ReturnType<typeof text>[],
      rarity: number,
      verdict: 'refused' | null = 'refused',
    ) => attackEvidence(texts, headsOf(rarity), verdict).promptFamily;
    expect(promptFamily([text('user')], 3)).toBe('persona');
    // Flagged since the model refused, and since the answer shows something.
    expect(promptFamily([text('user')], 2.95)).toBeUndefined();
    expect(promptFamily([text('user'), text('response', [rule(0.9)])], 2, null)).toBeUndefined();
    expect(promptFamily([text('user', [rule(0.9)]), text('response')], 0)).toBe('persona');
    expect(promptFamily([text('user')], 2)).toBeUndefined();
  });

  it('flags from the threshold of the deployment on, where it has one', () => {
    const flagged = (flagThreshold: number | undefined) =>
      attackEvidence([text('user')], { ...headsOf(3), flagThreshold }, null).flagged;
    expect([flagged(undefined), flagged(0.6), flagged(0.65)]).toEqual([true, true, false]);
  });

  it('takes the higher of rules and heads, and adds up rules', () => {
    const { heads } = headsOf(2);
    expect(attackEvidence([text('user', [rule(0.9), rule(0.5)])], { heads }, null).score).toBe(0.95);
    expect(attackEvidence([text('user', [rule(0.1)])], { heads }, null).score).toBe(0.5);
    expect(attackEvidence([text('user', [rule(0.7)])], {}, null)).toMatchObject({
      score: 0.7,
      families: { persona: 0.7 },
    });
  });

  it('asks the heads of what users and documents say, with the rules that flag there, and of nothing else', () => {
    const { heads, asked } = headsOf(1);
    const texts = (['system', 'user', 'retrieved', 'tool', 'response'] as const).map((where) => text(where));
    attackEvidence([...texts, text('user', [rule(0.7), rule(0.3)])], { heads }, null);
    expect(asked).toEqual(['user 0', 'data 0', 'data 0', 'user 1']);
  });

  it('names the family of the head that found it, and none where there is nothing to see', () => {
    expect(attackEvidence([text('user')], headsOf(4, 'extraction'), null)).toMatchObject({
      severity: 'medium',
      families: { 'system-prompt-extraction': 0.6667 },
    });
    expect(attackEvidence([text('user')], headsOf(1.5), null)).toMatchObject({
      severity: 'info',
      families: {},
    });
  });
});
