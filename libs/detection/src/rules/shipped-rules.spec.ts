import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { atlasTactics, attackFamilies } from '../taxonomy.js';
import { checkSamples } from './check-samples.js';
import { parseRules } from './parse-rules.js';
import type { Rule } from './rule-schema.js';

const directory = join(import.meta.dirname, '../../rules');
const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((fileName) => ({ fileName, text: readFileSync(join(directory, fileName), 'utf8') }));
const rules = rulesOf(parseRules(files));

/** Fields, ATLAS and OWASP ids and file names are checked by the parser; what is wrong fails the suite. */
function rulesOf(parsed: ReturnType<typeof parseRules>): readonly Rule[] {
  if (!parsed.ok) throw new Error(`invalid shipped rules:\n${parsed.error.join('\n')}`);
  return parsed.value;
}

it('cover every family and at least 120 techniques', () => {
  const families = new Set(rules.map(({ family }) => family));
  // A leak of the system prompt is measured, not matched.
  expect(attackFamilies.filter((family) => !families.has(family))).toEqual(['system-prompt-leak']);
  expect(rules.length).toBeGreaterThanOrEqual(120);
});

it.each(files.map(({ fileName }) => fileName))('%s lies in the folder of an ATLAS tactic', (fileName) => {
  expect(atlasTactics).toContain(fileName.split('/')[0]);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it('has a known family', () => {
    expect(attackFamilies).toContain(rule.family);
  });

  it.each(['native', 're2'] as const)('does with its samples as they say on the %s engine', (engine) => {
    expect(checkSamples(rule, engine)).toEqual([]);
  });
});
