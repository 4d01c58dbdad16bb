import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkSync } from 'recheck';
import { disclaimerPatterns, objectionPatterns, refusalPatterns } from '../response/refusal-patterns.js';
import { scanInteraction } from '../scan-interaction.js';
import { compileRules } from './compile-rules.js';
import { parseRules } from './parse-rules.js';
import type { Pattern, Rule } from './rule-schema.js';

/** Judged by steps alone: on a busy machine recheck's clocks call safe expressions slow. */
const bySteps = { timeout: 60_000, attackTimeout: null, incubationTimeout: null };
const directory = join(import.meta.dirname, '../../rules');
const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((fileName) => ({ fileName, text: readFileSync(join(directory, fileName), 'utf8') }));
const parsed = parseRules(files);
const rules: readonly Rule[] = parsed.ok ? parsed.value : [];

describe('expressions that run on the native engine', () => {
  const ofPattern = (pattern: Pattern) => {
    if (typeof pattern === 'string') return [pattern];
    if ('count' in pattern) return [pattern.expression];
    return pattern.unless_after === undefined ? pattern.near : [...pattern.near, pattern.unless_after];
  };
  const ofRules = rules.flatMap(({ id, all = [], any = [], not = [] }) =>
    [...all, ...any, ...not].flatMap(ofPattern).map((expression) => [expression, id] as const),
  );
  const ofRefusals = [refusalPatterns, disclaimerPatterns, objectionPatterns]
    .flatMap((patterns) => patterns.flatMap(ofPattern))
    .map((expression) => [expression, 'refusal-patterns'] as const);

  it.each([...new Map([...ofRules, ...ofRefusals])])(
    '%s (%s) takes time linear in the text',
    (expression) => {
      expect(checkSync(expression, 'u', bySteps)).toMatchObject({ status: 'safe' });
    },
  );

  it('are told apart from one that takes more', () => {
    expect(checkSync('a.{0,80}b.{0,80}c', 'u', bySteps)).not.toMatchObject({ status: 'safe' });
  });
});

describe('1 MB of hostile text', () => {
  const ruleSet = compileRules(rules);
  const samples = rules.flatMap(({ samples: { match }, where }) =>
    match
      .slice(0, 1)
      .map((sample) => (typeof sample === 'string' ? { text: sample, where: where[0] } : sample)),
  );
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
  ]
    .concat([
      '\u{e0041}',
      '=\t',
      'İ',
      '\ud800',
      '⟦email:',
      '你',
      '\n[a]: ',
      '%41',
      '.- ',
      '49 67 ',
      '1gn0r3 ',
      'a b ',
    ])
    .map((text) => ({ text, where: 'user' }));

  /** Read where the rule looks, by `where`; what is no response is read as a user's text or a document's alike. */
  const scanned = (text: string, where: string | undefined) =>
    where === 'response'
      ? scanInteraction({ messages: [], response: { content: text } }, { rules: ruleSet })
      : scanInteraction(
          { messages: [{ role: 'user', where: whereOf(where), content: text }] },
          { rules: ruleSet },
        );

  it.each([...shapes, ...samples])(
    'of %j is cut, and read in linear time up to there',
    ({ text: unit, where }) => {
      const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
      expect(scanned(text, where).attack.decodings).toContain('truncated');
      const quarter = cpuMsOf(() => scanned(text.slice(0, 16_000), where));
      const whole = cpuMsOf(() => scanned(text.slice(0, 64_000), where));
      // Four times the text: linear takes four times as long, quadratic sixteen. What is short is noise.
      expect(whole).toBeLessThan(Math.max(500, 9 * quarter));
    },
  );
});

function whereOf(where: string | undefined): 'user' | 'retrieved' | 'tool' {
  return where === 'retrieved' || where === 'tool' ? where : 'user';
}

/** The processor's time, which other processes do not lengthen as they do a clock's. */
function cpuMsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
