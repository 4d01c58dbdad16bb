import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, withTreeLock } from './prepare-tree.mjs';

/** Scripts of package.json that must pass before anything runs. */
const staticGates = ['format:check', 'lint', 'types', 'boundaries', 'deadcode'];
/** Unit tests and integration tests use both cores; a timeline over running apps needs them for the apps. */
const tiers = { unit: 2, integration: 2, acceptance: 1, browser: 1 };
/** Tiers that run only where they are named: what breaks things takes its time. */
const onDemand = { faults: 1 };
const workers = { ...tiers, ...onDemand };

/** The exit code of the gates and tiers: all of them, or the one tier that `args` names, with Jest's arguments. */
export async function runTests({ root, node, env, args }) {
  const [only, ...jestArgs] = args;
  if (only !== undefined && !(only in workers)) {
    throw new Error(`there is no tier "${only}"; there are ${Object.keys(workers).join(', ')}`);
  }
  const run = { root, node, env, jestArgs, results: mkdtempSync(join(tmpdir(), 'tunewarden-results-')) };
  const start = performance.now();
  const gates = only === undefined ? allGates() : tierGates(only);
  try {
    for (const [index, gate] of gates.entries()) {
      if (!(await pass(gate, run))) {
        const left = gates.slice(index + 1).map(({ name }) => name);
        print(`\nFAILED at ${gate.name}.${left.length > 0 ? ` Not run: ${left.join(', ')}.` : ''}`);
        return 1;
      }
    }
    if (only === undefined) print(summary(run.results, start));
    return 0;
  } finally {
    rmSync(run.results, { recursive: true, force: true });
  }
}

function allGates() {
  return [
    ...staticGates.map((name) => ({ name, work: (run) => runScript(name, run) })),
    ...Object.keys(tiers).flatMap((tier) => (tier === 'integration' ? tierGates(tier) : [tierGate(tier)])),
  ];
}

/** The tiers behind the unit tests run what is in `dist/`. */
function tierGates(tier) {
  const build = {
    name: 'build',
    work: ({ root }) => withTreeLock(root, () => ensureBuilt(root)).then(() => true),
  };
  return tier === 'unit' ? [tierGate(tier)] : [build, tierGate(tier)];
}

function tierGate(tier) {
  return { name: tier, work: (run) => runJest(tier, run) };
}

async function pass(gate, run) {
  const start = performance.now();
  const passed = await gate.work(run);
  print(`${passed ? 'ok    ' : 'FAILED'} ${gate.name.padEnd(14)} ${seconds(start).padStart(8)}`);
  return passed;
}

/** Runs a script of package.json as npm would; prints what it said only where it fails. */
async function runScript(name, { root, env }) {
  const script = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts[name];
  if (script === undefined) throw new Error(`package.json has no script "${name}"`);
  const child = spawn(script, { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await ending(child);
  if (code !== 0) print(output.trim());
  return code === 0;
}

async function runJest(tier, { root, node, env, jestArgs, results }) {
  const args = [
    '-c',
    'test/jest.config.mjs',
    '--selectProjects',
    tier,
    '--maxWorkers',
    String(workers[tier]),
  ];
  const report = ['--json', '--outputFile', join(results, `${tier}.json`)];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const child = spawn(node, [...flags, jest, ...args, ...report, ...jestArgs], {
    cwd: root,
    env,
    // Jest reports on stderr; one stream keeps its lines in order with ours.
    stdio: ['ignore', process.stdout, process.stdout],
  });
  return (await ending(child)) === 0;
}

function ending(child) {
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  }).finally(() => {
    for (const signal of signals) process.off(signal, forward);
  });
}

/** All tiers' figures added up, in the lines with which Jest ends one run. */
function summary(results, start) {
  const reports = Object.keys(tiers).map((tier) =>
    JSON.parse(readFileSync(join(results, `${tier}.json`), 'utf8')),
  );
  const sum = (field) => reports.reduce((total, report) => total + report[field], 0);
  const line = (passed, pending, total) =>
    [pending > 0 && `${pending} skipped`, `${passed} passed`, `${total} total`].filter(Boolean).join(', ');
  return [
    '',
    `Test Suites: ${line(sum('numPassedTestSuites'), sum('numPendingTestSuites'), sum('numTotalTestSuites'))}`,
    `Tests:       ${line(sum('numPassedTests'), sum('numPendingTests'), sum('numTotalTests'))}`,
    `Snapshots:   ${reports.reduce((total, { snapshot }) => total + snapshot.total, 0)} total`,
    `Time:        ${seconds(start)}`,
    'Ran all test suites.',
  ].join('\n');
}

function seconds(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
