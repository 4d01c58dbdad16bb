import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { attackFamilies, atlasTactics } from '../taxonomy.js';
import { checkSamples } from './check-samples.js';
import { parseRules } from './parse-rules.js';

const directory = join(import.meta.dirname, '../../rules');
const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((fileName) => ({ fileName, text: readFileSync(join(directory, fileName), 'utf8') }));
const rules = rulesOf(parseRules(files));

function rulesOf(parsed: ReturnType<typeof parseRules>) {
  if (!parsed.ok) throw new Error(`invalid shipped rules:\n${parsed.error.join('\n')}`);
  return parsed.value;
}

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
