import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { findEntities } from './mask-text.js';
import { secretShapes } from './secret-shapes.js';
import { announcedAddress, nextPart, partBefore, streets } from './street-shapes.js';

/** Every expression that is written as a literal in a file. */
function literalsIn(file: string): readonly RegExp[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push(new RegExp(node.text.slice(1, end), node.text.slice(end + 1)));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** An expression without its classes and escapes, in which what is left of `*`, `+` and `{n,}` repeats without end. */
function endlessRepeats({ source }: RegExp): readonly string[] {
  const bare = source
    .replace(/\\[pP]\{[^}]*\}/g, 'x')
    .replace(/\\./g, 'x')
    .replace(/\[[^\]]*\]/g, 'x');
  return bare.match(/[*+]|\{\d+,\}/g) ?? [];
}

const folder = join(import.meta.dirname, 'maskers');
const literals = readdirSync(folder)
  .filter((name) => /^(?!dictionary|pattern).*(?<!\.spec)\.ts$/.test(name))
  .flatMap((name) => literalsIn(join(folder, name)))
  .filter(({ flags }) => flags.includes('g'));

describe('an expression that goes through a whole text', () => {
  // From each place in the text it then takes at most a constant number of steps.
  it.each([...literals, ...secretShapes, streets, announcedAddress, nextPart, partBefore])(
    'repeats nothing without a bound: %s',
    (expression) => {
      expect(
        endlessRepeats(expression).filter((repeat) => repeat !== '+' || !isReplacement(expression)),
      ).toEqual([]);
    },
  );

  it('is told apart from one that does', () => {
    expect(endlessRepeats(/a[+]\+{1,3}b/)).toEqual([]);
    expect(endlessRepeats(/(a+)*b{2,}/)).toEqual(['+', '*', '{2,}']);
  });
});

/** `/[^a]+/g` of a `replaceAll`: one class, so nothing to try again. */
function isReplacement({ source }: RegExp): boolean {
  return /^\[[^\]]*\]\+$/.test(source);
}

describe('100 kB of hostile text', () => {
  it.each([
    '1',
    '1 ',
    '@',
    'a',
    'a.',
    'a@',
    'DE89 ',
    'AKIA',
    'eyJ',
    'eyJ.',
    '-----BEGIN PRIVATE KEY-----',
    '0x',
    'f',
    '1:',
    'password: ',
    'api_key=',
    'Name: ',
    'Dr. A ',
    'Mr. ',
    'address is 1 A ',
    '1 A St ',
    'Apt 1 ',
    'Via A ',
    'A 1, ',
    'born 1/1/',
    'passport 1',
    '//a/:_auth=',
    'http://a:',
    'basic ',
    '+49 ',
    '0',
    '(0',
    'Regards,\n',
    '\\n',
    '⟦',
  ])('of %j is read in linear time', (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    findEntities(text.slice(0, 10_000));
    const quarter = cpuOf(() => findEntities(text.slice(0, 25_000)));
    const whole = cpuOf(() => findEntities(text.slice(0, 100_000)));
    // Four times the text: linear takes four times as long, quadratic sixteen. What is short is noise.
    expect(whole).toBeLessThan(Math.max(600, 9 * quarter));
  });
});

/** Milliseconds that the processor spent. */
function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
