import { AppError } from '#kernel';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { keptSecret } from './kept-secret.js';
import { findRecordedProcess } from './leftover-process.js';
import { projectRoot } from './project-root.js';

/** The folder in which one local installation keeps its data, logs and secrets. */
export interface Home {
  readonly folder: string;
  dataDir(name: string): string;
  logFile(name: string): string;
  pidFile(name: string): string;
  secretFile(name: string): string;
  /** A random secret of this many characters, the same on every start. */
  secret(name: string, length: number): Promise<string>;
}

const longLogBytes = 20 * 1024 * 1024;

/** The home folder: TUNEWARDEN_HOME, or `.tunewarden` in the project. */
export async function openHome(environment: NodeJS.ProcessEnv): Promise<Home> {
  const folder = resolve(environment['TUNEWARDEN_HOME'] || join(projectRoot(), '.tunewarden'));
  // PostgreSQL may run as another user and has to pass the folder itself; the rest is the owner's alone.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  for (const part of ['logs', 'run', 'secrets', 'kafka']) {
    await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
  }
  const secretFile = (name: string): string => join(folder, 'secrets', name);
  return {
    folder,
    dataDir: (name) => join(folder, name),
    logFile: (name) => join(folder, 'logs', `${name}.log`),
    pidFile: (name) => join(folder, 'run', `${name}.pid`),
    secretFile,
    secret: (name, length) => keptSecret(secretFile(name), length),
  };
}

/** Takes the home for this process. Throws where another `npm start` runs in it; returns how to give it back. */
export async function lockHome(home: Home): Promise<() => Promise<void>> {
  const pidFile = home.pidFile('start');
  // Every way to start it has this folder in its command line: bootstrap.mjs and start.js.
  const running = await findRecordedProcess(pidFile, 'deploy/local/');
  if (running !== undefined && running !== process.pid) {
    throw new AppError(
      'local.already_running',
      `Tunewarden runs in ${home.folder} already (process ${running}). Stop it first, or set TUNEWARDEN_HOME to another folder.`,
      false,
    );
  }
  await writeFile(pidFile, String(process.pid));
  return () => rm(pidFile, { force: true });
}

/** Moves a log that has grown long to `<name>.log.1`, so that logs stay bounded over many starts. */
export async function rotateLog(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(() => undefined);
  if (found !== undefined && found.size > longLogBytes) await rename(logFile, `${logFile}.1`);
}

/** Writes a file that only its owner can read, whole or not at all. */
export async function writePrivateJson(file: string, content: unknown): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** What a JSON file holds; undefined where it is missing or cut short. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
