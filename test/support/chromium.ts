import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The Chromium that the browser tests drive; throws where its set-up did not run. */
export function chromiumPath(): string {
  const path = findChromium(process.env);
  if (path === undefined) throw new Error(noChromium);
  return path;
}

/** The path of a Chromium: the one on this machine, else one freshly installed from Debian. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium(process.env);
  if (found !== undefined) return found;
  const canInstall = process.getuid?.() === 0 && findProgram('apt-get', process.env) !== undefined;
  if (!canInstall) throw new Error(noChromium);
  process.stderr.write('The browser tests need Chromium: installing it with apt-get …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const limits = { env, timeout: 300_000, maxBuffer: 64 * 1024 * 1024 };
  try {
    await run('apt-get', ['update'], limits);
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], limits);
  } catch (cause) {
    throw new Error(`${noChromium} (apt-get could not install it.)`, { cause });
  }
  return chromiumPath();
}

const noChromium =
  'The browser tests need Chromium or Chrome: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to it.';

function findChromium(environment: NodeJS.ProcessEnv): string | undefined {
  const named = environment['CHROMIUM_PATH'];
  const candidates = [...(named ? [named] : []), ...programs, ...elsewhere];
  return candidates.map((candidate) => findProgram(candidate, environment)).find(Boolean);
}

function findProgram(program: string, environment: NodeJS.ProcessEnv): string | undefined {
  const folders = program.includes('/') ? [''] : (environment['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
