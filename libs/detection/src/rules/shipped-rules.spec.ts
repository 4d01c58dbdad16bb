import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkSync } from 'recheck';
import { disclaimerPatterns, objectionPatterns, refusalPatterns } from '../response/refusal-patterns.js';
import { scanInteraction } from '../scan-interaction.js';
import { atlasTactics, attackFamilies } from '../taxonomy.js';
import { checkSamples } from './check-samples.js';
import { compileRules } from './compile-rules.js';
import { parseRules } from './parse-rules.js';
import type { Pattern, Rule } from './rule-schema.js';

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

describe('expressions that run on the native engine', () => {
  const ofPatterns = (patterns: readonly Pattern[] = []) =>
    patterns.flatMap((pattern) => (typeof pattern === 'string' ? [pattern] : pattern.near));
  const ofRules = rules.flatMap(({ id, all, any, not }) =>
    [all, any, not].flatMap(ofPatterns).map((expression) => [id, expression] as const),
  );
  const ofRefusals = [refusalPatterns, disclaimerPatterns, objectionPatterns]
    .flatMap(ofPatterns)
    .map((expression) => ['refusal-patterns', expression] as const);

  it.each([...ofRules, ...ofRefusals])('%s: %s takes time linear in the text', (_, expression) => {
    expect(checkSync(expression, 'u', { timeout: 20_000 })).toMatchObject({ status: 'safe' });
  });

  it('are told apart from one that takes more', () => {
    expect(checkSync('a.{0,80}b.{0,80}c', 'u', { timeout: 20_000 })).not.toMatchObject({ status: 'safe' });
  });
});

describe('1 MB of hostile text', () => {
  const ruleSet = compileRules(rules);
  const anchors = rules.flatMap((rule) => rule.anchors.slice(0, 3).map((anchor) => `${anchor} `));
  const samples = rules
    .flatMap((rule) => rule.samples.match.slice(0, 1))
    .map((s) => (typeof s === 'string' ? s : s.text));
  const shapes = [
    'a',
    ' ',
    '\n',
    ' \n',
    '"',
    '<|',
    '![',
    '](https://x.y/?',
    '\u0301',
    'a\u0301\u0316',
    'Ａ\u200b',
    'QUFB',
  ].concat(['\u{e0041}', '=\t', 'İ', '\ud800', '⟦email:', '你', '\n[a]: ']);

  const scanned = (text: string) =>
    scanInteraction(
      { system: text, messages: [{ role: 'user', content: text }], response: { content: text } },
      { rules: ruleSet },
    );

  it.each([...shapes, ...anchors, ...samples])(
    'of %j is cut, and read in linear time up to there',
    (unit) => {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      expect(scanned(text).attack.decodings).toContain('truncated');
      const quarter = timeOf(() => scanned(text.slice(0, 16_000)));
      const whole = timeOf(() => scanned(text.slice(0, 64_000)));
      // Four times the text: linear takes four times as long, quadratic sixteen. What is short is noise.
      expect(whole).toBeLessThan(Math.max(400, 9 * quarter));
    },
  );
});

/** Milliseconds of the processor: the clock would count what else the machine does. */
function timeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
