import type { Rule } from '#detection';
import { expect, it } from '@jest/globals';
import { rulesCoverage } from './rules-coverage.js';

const rule = (id: string, atlas: string[], owasp: string[]) => ({ id, atlas, owasp }) as unknown as Rule;

it('names every technique and risk once, with the rules that claim it, also where there are none', () => {
  const lines = rulesCoverage([rule('a', ['AML.T0054'], ['LLM01']), rule('b', ['AML.T0057'], ['LLM01'])]);
  const rulesOf = Object.fromEntries(lines.map(({ id, rules }) => [id, rules]));
  expect(Object.keys(rulesOf)).toHaveLength(lines.length);
  expect(rulesOf).toMatchObject({ 'AML.T0054': ['a'], 'AML.T0057': ['b'], LLM01: ['a', 'b'], LLM08: [] });
});
