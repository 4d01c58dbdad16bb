import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { checkSync } from 'recheck';
import ts from 'typescript';

/** Judged by steps alone: on a busy machine its clocks call safe expressions slow. */
const bySteps = { timeout: 60_000, attackTimeout: null, incubationTimeout: null };

/** Every regular expression that is written in the sources of this lib; those of rules have their own test. */
const expressions = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .sort()
  .flatMap((name) => expressionsOf(name, readFileSync(join(import.meta.dirname, name), 'utf8')));

function expressionsOf(fileName: string, text: string): readonly (readonly [string, string, string])[] {
  const found: (readonly [string, string, string])[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push([fileName, node.text.slice(1, end), node.text.slice(end + 1)]);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest));
  return found;
}

it.each(expressions)('%s: /%s/%s takes time linear in the text', (_, source, flags) => {
  expect(checkSync(source, flags, bySteps)).toMatchObject({ status: 'safe' });
});

it('reads expressions out of sources', () => {
  expect(expressionsOf('a.ts', 'const a = b / c / d; f(/(a+)+$/u)')).toEqual([['a.ts', '(a+)+$', 'u']]);
  expect(expressions.length).toBeGreaterThan(20);
});
