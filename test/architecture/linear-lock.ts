import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { linearKey, nativeExpressions, parseRules } from '#detection';
import { checkSync } from 'recheck';

const directory = 'libs/detection/rules';
export const linearLockPath = `${directory}/linear.lock.json`;

/** What recheck said of an expression in an earlier run, so that it is not asked again. */
interface LinearLock {
  /** Name and version of who was asked. */
  readonly checker: string;
  /** `linearKey` of every shipped expression that takes linear time. */
  readonly linear: readonly string[];
}

/** The lock of the shipped expressions as they are: recheck is asked of those that the old lock does not know. */
export function linearLock(): LinearLock {
  const { version } = createRequire(import.meta.url)('recheck/package.json') as { readonly version: string };
  const checker = `recheck ${version}`;
  const known = new Set(readLock().linear);
  const isLinear = (expression: string): boolean =>
    known.has(linearKey(expression, checker)) ||
    checkSync(expression, 'u', { timeout: 60_000, attackTimeout: null, incubationTimeout: null }).status ===
      'safe';
  const linear = shippedExpressions()
    .filter(isLinear)
    .map((expression) => linearKey(expression, checker));
  return { checker, linear: linear.sort() };
}

function readLock(): LinearLock {
  if (!existsSync(linearLockPath)) return { checker: '', linear: [] };
  return JSON.parse(readFileSync(linearLockPath, 'utf8')) as LinearLock;
}

function shippedExpressions(): readonly string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((fileName) => ({ fileName, text: readFileSync(join(directory, fileName), 'utf8') }));
  const rules = parseRules(files);
  if (!rules.ok) throw new Error('the shipped rules cannot be read');
  return [...nativeExpressions(rules.value).keys()];
}
