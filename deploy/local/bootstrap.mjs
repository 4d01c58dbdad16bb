// The plain script behind every npm script: any Node >= 20 can run it, with nothing installed. It installs and
// builds what is missing or stale, then goes on under the Node that package.json pins.
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, withTreeLock } from './prepare-tree.mjs';
import { runTests } from './run-tests.mjs';

const root = join(import.meta.dirname, '../..');
const pinnedNode = join(root, 'node_modules/node/bin/node');
/** Evaluations that stand with the lib they measure; the others are in test/evaluation. */
const evaluations = { drift: 'dist/libs/drift/eval/eval-drift.js' };

endWithNpm();
const [mode, ...rest] = process.argv.slice(2);
try {
  if (mode === 'start') await runProgram('dist/deploy/local/start.js', rest);
  else if (mode === 'cli') await runProgram('dist/apps/cli/src/main.js', rest);
  else if (mode === 'eval') await runEvaluation(rest);
  else if (mode === 'test') process.exitCode = await prepareAndTest(rest);
  else throw new Error(`usage: bootstrap.mjs start|test|cli|eval, not "${mode ?? ''}"`);
} catch (error) {
  // What went wrong is the reader's business, this script's stack is not.
  process.stderr.write(`\ntunewarden: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function runEvaluation([name, ...args]) {
  return runProgram(evaluations[name] ?? `dist/test/evaluation/${name}.js`, args);
}

async function runProgram(program, args) {
  await withTreeLock(root, async () => {
    await ensureInstalled(root);
    await ensureBuilt(root);
  });
  const entry = join(root, program);
  if (realpathSync(process.execPath) === realpathSync(pinnedNode)) {
    process.setSourceMapsEnabled(true);
    process.argv = [process.execPath, entry, ...args];
    await import(pathToFileURL(entry).href);
  } else {
    process.exitCode = await runChild(pinnedNode, ['--enable-source-maps', entry, ...args]);
  }
}

async function prepareAndTest(args) {
  await withTreeLock(root, () => ensureInstalled(root));
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  return runTests({ root, node: pinnedNode, args, env: { ...process.env, PATH: path } });
}

/** Stops in order when the npm that runs this was killed: nobody is left then who could stop it otherwise. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 1000).unref();
}

/** The exit code of a child that has this terminal and gets the signals that this process gets. */
function runChild(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
