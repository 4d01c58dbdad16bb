import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** Stands in for Jest: says two lines with a pause between them, and fails the tier that `FAILING` names. */
const jest = `
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
const after = (name) => process.argv[process.argv.indexOf(name) + 1];
const tier = after('--selectProjects');
const failed = tier === process.env.FAILING ? 1 : 0;
const counts = (what) => ({ ['numFailed' + what]: failed, ['numPassed' + what]: 1 - failed, ['numTotal' + what]: 1, ['numPending' + what]: 0 });
if (process.argv.includes('--outputFile')) writeFileSync(after('--outputFile'), JSON.stringify({ ...counts('Tests'), ...counts('TestSuites'), snapshot: { total: 0 } }));
console.error('first of ' + tier);
await pause(300);
console.log('last of ' + tier + ' with ' + after('--maxWorkers'));
process.exitCode = failed;
`;
const scripts = Object.fromEntries(
  ['format:check', 'lint', 'types', 'boundaries', 'deadcode'].map((name) => [
    name,
    `echo told by ${name}; test "$FAILING" != ${name}`,
  ]),
);

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tunewarden-run-tests-'));
  await mkdir(join(root, 'node_modules/jest/bin'), { recursive: true });
  await writeFile(join(root, 'package.json'), JSON.stringify({ type: 'module', scripts }));
  await writeFile(join(root, 'node_modules/jest/bin/jest.js'), jest);
});
afterAll(() => rm(root, { recursive: true }));

/** A run of `npm test` in a tree of nothing, in which `failing` fails. */
function run(failing: string, args: readonly string[] = []): Promise<{ code: number; said: string[] }> {
  const runner = join(import.meta.dirname, 'run-tests.mjs');
  const program = `
    import { runTests } from ${JSON.stringify(runner)};
    const env = { ...process.env, FAILING: ${JSON.stringify(failing)} };
    const node = process.execPath;
    process.exitCode = await runTests({ root: ${JSON.stringify(root)}, node, env, args: ${JSON.stringify(args)} });`;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--input-type=module', '--eval', program],
      (_error, stdout, stderr) =>
        resolve({
          code: child.exitCode ?? -1,
          said: [...stdout.split('\n'), stderr].filter((line) => line !== ''),
        }),
    );
  });
}

const everything = ['format:check', 'lint', 'types', 'boundaries', 'deadcode', 'build'].concat([
  'unit',
  'thorough',
  'integration',
  'acceptance',
  'browser',
]);
const endsOf = (said: readonly string[]): string[] =>
  said.flatMap((line) => /^(?:ok|FAILED) +(\S+) +[\d.]+ s$/.exec(line)?.[1] ?? []).sort();

describe('npm test', () => {
  it('runs every gate and tier, prints what a tier said in one piece, and adds up', async () => {
    const { code, said } = await run('nothing');
    expect(code).toBe(0);
    expect(endsOf(said)).toEqual(everything.toSorted());
    expect(said[said.indexOf('first of integration') + 1]).toBe('last of integration with 3');
    expect(said.filter((line) => line.startsWith('told by'))).toEqual([]);
    expect(said).toContain('Tests:       5 passed, 5 total');
  }, 20_000);

  it.each(['lint', 'integration'])(
    'runs everything although %s fails, and fails',
    async (failing) => {
      const { code, said } = await run(failing);
      expect([code, said.at(-1)]).toEqual([1, `FAILED at ${failing}.`]);
      expect(endsOf(said)).toEqual(everything.toSorted());
      expect(said).toContain(
        failing === 'lint' ? 'told by lint' : 'Tests:       1 failed, 4 passed, 5 total',
      );
    },
    20_000,
  );

  it('runs nothing that needs a build where that fails', async () => {
    // Something to build, and nothing that could build it.
    await mkdir(join(root, 'apps'));
    const { code, said } = await run('nothing');
    await rm(join(root, 'apps'), { recursive: true });
    expect([code, said.findLast((line) => line.startsWith('FAILED at'))]).toEqual([
      1,
      'FAILED at build. Not run: integration, acceptance, browser.',
    ]);
    expect(said).toContain('last of thorough with 1');
  }, 20_000);

  it('runs one tier by itself, and knows no other than there are', async () => {
    const { code, said } = await run('unit', ['unit']);
    expect([code, endsOf(said), said.at(-1)]).toEqual([1, ['unit'], 'FAILED at unit.']);
    expect((await run('', ['units'])).said.join('\n')).toMatch(/there is no tier "units"/);
  }, 20_000);
});
