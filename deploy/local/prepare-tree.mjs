import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What goes into `dist/`, and what builds it. Everything said about it goes to stderr: the CLI owns stdout. */
const builds = [
  {
    name: 'server',
    sources: ['apps', 'libs', 'migrations', 'deploy/local', 'test/support', 'package.json', 'tsconfig.json'],
    skip: 'apps/console',
    command: ['@nestjs/cli/bin/nest.js', 'build'],
  },
  {
    name: 'console',
    sources: ['apps/console', 'package.json'],
    command: ['vite/bin/vite.js', 'build', 'apps/console', '--logLevel', 'warn'],
  },
];

/** Installs the packages of package-lock.json unless exactly they are installed. */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  await step('installing packages (npm ci)', () => {
    const npm = process.env.npm_execpath;
    const [command, ...prefix] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
    // Types and build tools are development dependencies, which NODE_ENV=production would leave out.
    return runQuietly(command, [...prefix, 'ci', '--include=dev', '--no-fund', '--no-audit'], root);
  });
}

/** Whether node_modules holds what package-lock.json asks for; optional packages of other platforms may lack. */
function isInstalled(root) {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock) || !existsSync(join(root, 'node_modules/node/bin/node'))) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    const found = installed[path];
    return path === '' || found?.version === version || (optional === true && found === undefined);
  });
}

/** Builds the parts of `dist/` whose sources are newer. */
export async function ensureBuilt(root) {
  for (const build of builds) {
    const marker = join(root, 'dist', `.built-${build.name}`);
    const newest = newestChangeMs(root, build);
    if (newest === undefined || (existsSync(marker) && statSync(marker).mtimeMs > newest)) continue;
    const startedAt = new Date();
    const [script, ...args] = build.command;
    await step(`building the ${build.name}`, () =>
      runQuietly(
        join(root, 'node_modules/node/bin/node'),
        [join(root, 'node_modules', script), ...args],
        root,
      ),
    );
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(marker, `${startedAt.toISOString()}\n`);
  }
}

/** When the newest of a build's files or folders changed; undefined where the first of its sources is missing. */
function newestChangeMs(root, { sources, skip }) {
  if (!existsSync(join(root, sources[0]))) return undefined;
  const changeMs = (path) => {
    if (path === skip || path.endsWith('/node_modules')) return 0;
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found === undefined) return 0;
    // A folder's own time tells of files that were removed or renamed.
    if (!found.isDirectory()) return found.mtimeMs;
    return Math.max(
      found.mtimeMs,
      ...readdirSync(join(root, path)).map((name) => changeMs(`${path}/${name}`)),
    );
  };
  return Math.max(...sources.map(changeMs));
}

/** Runs `work` while no other `npm start` or `npm test` installs or builds in this tree. */
export async function withTreeLock(root, work) {
  const lock = join(
    tmpdir(),
    `tunewarden-${createHash('sha256').update(root).digest('hex').slice(0, 12)}.lock`,
  );
  for (let told = false; !takeLock(lock); told = true) {
    if (!told) say(`waiting for the install or build that process ${readFileSync(lock, 'utf8')} does here`);
    await delay(250);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!isAlive(Number(readFileSync(lock, { encoding: 'utf8' })))) rmSync(lock, { force: true });
  return false;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function step(what, work) {
  say(`${what} …`);
  const start = performance.now();
  await work();
  say(`${what}: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function say(line) {
  process.stderr.write(`tunewarden: ${line}\n`);
}

/** Runs a command; what it printed is shown only where it fails. */
export function runQuietly(command, args, root) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${command} could not be run: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`"${[command, ...args].join(' ')}" ended with code ${code}:\n${output.trim()}`));
    });
  });
}
