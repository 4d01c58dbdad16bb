import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkSync } from 'recheck';
import { scanInteraction } from '../scan-interaction.js';
import { compileRules } from './compile-rules.js';
import { linearKey, nativeExpressions } from './native-expressions.js';
import { parseRules } from './parse-rules.js';
import type { Rule } from './rule-schema.js';

/** Judged by steps alone: on a busy machine recheck's clocks call safe expressions slow. */
const bySteps = { timeout: 60_000, attackTimeout: null, incubationTimeout: null };
const directory = join(import.meta.dirname, '../../rules');
const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((fileName) => ({ fileName, text: readFileSync(join(directory, fileName), 'utf8') }));
const parsed = parseRules(files);
const rules: readonly Rule[] = parsed.ok ? parsed.value : [];

/** What recheck of this version found linear: `npm run generate` asks it of what is not in there. */
const lock = JSON.parse(readFileSync(join(directory, 'linear.lock.json'), 'utf8')) as {
  readonly checker: string;
  readonly linear: readonly string[];
};
const { version } = createRequire(import.meta.url)('recheck/package.json') as { readonly version: string };

describe('expressions that run on the native engine', () => {
  const locked = new Set(lock.checker === `recheck ${version}` ? lock.linear : []);
  const all = [...nativeExpressions(rules)].map(
    ([expression, id]) => [expression, id, linearKey(expression, lock.checker)] as const,
  );
  // Recheck takes minutes for all of them: what is new is asked of it, and every day another sixteenth of the rest.
  const sixteenth = (new Date().getUTCDate() % 16).toString(16);
  const asked = all.filter(([, , key]) => !locked.has(key) || key.startsWith(sixteenth));

  it.each(asked)('%s (%s) takes time linear in the text', (expression) => {
    expect(checkSync(expression, 'u', bySteps)).toMatchObject({ status: 'safe' });
  });

  it('are all asked of recheck in sixteen days, and there are many', () => {
    expect(all.length).toBeGreaterThan(500);
    expect(asked.length).toBeGreaterThan(all.length / 40);
  });

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
      const quarter = measured(() => scanned(text.slice(0, 16_000), where));
      const whole = measured(() => scanned(text, where));
      expect(whole.result.attack.decodings).toContain('truncated');
      // Cut at four times the text: linear takes four times as long, quadratic sixteen. What is short is noise.
      expect(whole.cpuMs).toBeLessThan(Math.max(500, 9 * quarter.cpuMs));
    },
  );
});

function whereOf(where: string | undefined): 'user' | 'retrieved' | 'tool' {
  return where === 'retrieved' || where === 'tool' ? where : 'user';
}

/** With the processor's time, which other processes do not lengthen as they do a clock's. */
function measured<T>(work: () => T): { readonly result: T; readonly cpuMs: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1000 };
}
