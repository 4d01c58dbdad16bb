import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Ends the process that an earlier run left behind (it was killed before it could stop its children) and
 * removes its pid file. A pid may have been given to another process since: only one whose command line holds
 * `mustMention` is touched.
 */
export async function endLeftoverProcess(pidFile: string, mustMention: string): Promise<void> {
  const pid = await findRecordedProcess(pidFile, mustMention);
  if (pid !== undefined) await endProcess(pid);
  await rm(pidFile, { force: true });
}

/** The pid in a pid file, where that process runs and its command line holds `mustMention`. */
export async function findRecordedProcess(pidFile: string, mustMention: string): Promise<number | undefined> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 1 && (await commandLine(pid)).includes(mustMention) ? pid : undefined;
}

async function commandLine(pid: number): Promise<string> {
  const listed = await run('ps', ['-p', String(pid), '-o', 'args=', '-ww']).catch(() => undefined);
  if (listed !== undefined) return listed.stdout;
  // Slim images have no ps, but then they are Linux.
  return readFile(`/proc/${pid}/cmdline`, 'utf8')
    .then((text) => text.replaceAll('\0', ' '))
    .catch(() => '');
}

async function endProcess(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  const deadline = Date.now() + 10_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await delay(50);
  }
}

function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
