import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, withTreeLock } from './prepare-tree.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Scripts of package.json that must pass. */
const staticGates = ['format:check', 'lint', 'types', 'boundaries', 'deadcode'];
/**
 * How many workers a tier has: by itself, and in the whole, where it shares two cores with the other lane. What waits
 * for servers most of the time has more of them than there are cores.
 */
const tiers = {
  unit: { alone: 2, beside: 1 },
  thorough: { alone: 2, beside: 1 },
  integration: { alone: 3, beside: 3 },
  // It has bars in seconds: two files at a time measure each other.
  acceptance: { alone: 1, beside: 1 },
  browser: { alone: 2, beside: 2 },
};
/** Tiers that run only where they are named: what breaks things takes its time. */
const onDemand = { faults: { alone: 1 } };
const workers = { ...tiers, ...onDemand };
/** What only computes and knows no deadline leaves the processor, in the whole, to the servers of the other lane. */
const patient = new Set([...staticGates, 'thorough']);
/** What runs beside each other, each lane one after another: what computes, and what waits for servers. */
const lanes = [
  [...staticGates, 'unit', 'thorough'],
  ['build', 'integration', 'acceptance', 'browser'],
];

/** The exit code of the gates and tiers: all of them, or the one tier that `args` names, with Jest's arguments. */
export async function runTests({ root, node, env, args }) {
  const [only, ...jestArgs] = args;
  if (only !== undefined && !(only in workers)) {
    throw new Error(`there is no tier "${only}"; there are ${Object.keys(workers).join(', ')}`);
  }
  const results = mkdtempSync(join(tmpdir(), 'tunewarden-results-'));
  const run = { root, node, env, jestArgs, results, isWhole: only === undefined, isStopped: false };
  const stop = () => (run.isStopped = true);
  for (const signal of signals) process.on(signal, stop);
  const start = performance.now();
  try {
    const plan =
      only === undefined ? lanes : [only === 'unit' || only === 'thorough' ? [only] : ['build', only]];
    const ended = (await Promise.all(plan.map((gates) => runLane(gates, run)))).flat();
    const bad = namesOf(ended, 'failed');
    const left = namesOf(ended, 'not run');
    if (only === undefined) print(summary(run.results, start));
    if (bad === '' && left === '') return 0;
    print(`\n${bad === '' ? 'STOPPED.' : `FAILED at ${bad}.`}${left === '' ? '' : ` Not run: ${left}.`}`);
    return 1;
  } finally {
    for (const signal of signals) process.off(signal, stop);
    rmSync(results, { recursive: true, force: true });
  }
}

/** What became of each of a lane's gates. One that fails keeps no other from being run, but for a build. */
async function runLane(gates, run) {
  const ended = [];
  let isBuilt = true;
  for (const name of gates) {
    const passed = !run.isStopped && isBuilt && (await pass(name, run));
    ended.push({ name, end: passed ? 'passed' : run.isStopped || !isBuilt ? 'not run' : 'failed' });
    if (name === 'build') isBuilt = passed;
  }
  return ended;
}

function namesOf(ended, wanted) {
  return ended
    .filter(({ end }) => end === wanted)
    .map(({ name }) => name)
    .join(', ');
}

async function pass(name, run) {
  const start = performance.now();
  if (run.isWhole) print(`run    ${name}`);
  const { passed, output } = await runGate(name, run);
  // Two lanes at once would mix their lines: each says what it has to say when it ends.
  if (output !== '') print(`\n${output.trim()}`);
  print(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${seconds(start).padStart(8)}`);
  return passed;
}

async function runGate(name, run) {
  if (name in workers) return runJest(name, run);
  if (name !== 'build') return runScript(name, run);
  // Behind the tiers of pure code all run what is in `dist/`.
  return withTreeLock(run.root, () => ensureBuilt(run.root)).then(
    () => ({ passed: true, output: '' }),
    (error) => ({ passed: false, output: error.message }),
  );
}

/** Runs a script of package.json as npm would; says what it said only where it fails. */
async function runScript(name, { root, env, isWhole }) {
  const script = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts[name];
  if (script === undefined) throw new Error(`package.json has no script "${name}"`);
  const child = spawn(script, { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  if (isWhole) giveWay(name, child);
  const { passed, output } = await ending(child);
  return { passed, output: passed ? '' : output };
}

function runJest(tier, { root, node, env, jestArgs, results, isWhole }) {
  const count = String(workers[tier][isWhole ? 'beside' : 'alone']);
  const args = ['-c', 'test/jest.config.mjs', '--selectProjects', tier, '--maxWorkers', count];
  const report = isWhole ? ['--json', '--outputFile', join(results, `${tier}.json`)] : [];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const child = spawn(node, [...flags, jest, ...args, ...report, ...jestArgs], {
    cwd: root,
    env,
    // Jest reports on stderr; by itself a tier is read while it runs, in one stream with our lines.
    stdio: isWhole ? ['ignore', 'pipe', 'pipe'] : ['ignore', process.stdout, process.stdout],
  });
  if (isWhole) giveWay(tier, child);
  return ending(child);
}

function giveWay(name, { pid }) {
  if (patient.has(name) && pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
}

/** Whether a child ended well, and what it said where it was not said at once. */
function ending(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ passed: false, output: error.message }));
    child.once('close', (code) => resolve({ passed: code === 0, output }));
  }).finally(() => {
    for (const signal of signals) process.off(signal, forward);
  });
}

/** All tiers' figures added up, in the lines with which Jest ends one run. */
function summary(results, start) {
  const reports = Object.keys(tiers)
    .map((tier) => join(results, `${tier}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const sum = (field) => reports.reduce((total, report) => total + report[field], 0);
  const line = (what) =>
    [
      sum(`numFailed${what}`) > 0 && `${sum(`numFailed${what}`)} failed`,
      sum(`numPending${what}`) > 0 && `${sum(`numPending${what}`)} skipped`,
      `${sum(`numPassed${what}`)} passed`,
      `${sum(`numTotal${what}`)} total`,
    ]
      .filter(Boolean)
      .join(', ');
  return [
    '',
    `Test Suites: ${line('TestSuites')}`,
    `Tests:       ${line('Tests')}`,
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
