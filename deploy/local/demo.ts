import { AppError } from '#kernel';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appEntry } from './app-entry.js';
import { appEnvironment, type Installation } from './app-services.js';
import { type ChildServer, describeExit, lastLines, readLogFrom, startChildServer } from './child-server.js';
import { endLeftoverProcess } from './leftover-process.js';
import { type Service } from './supervisor.js';

/** Loads three generated weeks of history, once in the life of a home. Answers whether it did. */
export async function loadDemoHistory(installation: Installation, abort: AbortSignal): Promise<boolean> {
  const marker = join(installation.home.folder, 'demo-history-loaded');
  if (existsSync(marker)) return false;
  const history = join(installation.home.folder, 'demo-history.jsonl.gz');
  await runCli(installation, ['demo', '--history', history], abort);
  await runCli(installation, ['baseline', history], abort);
  await rm(history, { force: true });
  await writeFile(marker, `${new Date().toISOString()}\n`);
  return true;
}

/** Runs a command of the command line to its end. Throws where it fails. */
async function runCli(
  installation: Installation,
  args: readonly string[],
  abort: AbortSignal,
): Promise<void> {
  const name = 'demo-history';
  const logFile = installation.home.logFile(name);
  const cli = await startCli(installation, { name, args, logFile });
  const stop = (): void => void cli.stop();
  abort.addEventListener('abort', stop, { once: true });
  const exit = await cli.exited;
  abort.removeEventListener('abort', stop);
  if (exit.code === 0) return;
  const [last] = lastLines(await readLogFrom(logFile, 0), 1);
  const message = `The demo's history was not loaded: it ${describeExit(exit)}.\n    | ${last ?? ''}\n    Its log: ${logFile}`;
  throw new AppError('local.demo_history', message, false);
}

/** The service of the endless demo traffic. */
export function demoService(installation: Installation): Service {
  const logFile = installation.home.logFile('demo');
  return {
    name: 'demo',
    logFile,
    start: async () => {
      await endLeftoverProcess(installation.home.pidFile('demo'), appEntry('cli'));
      return startCli(installation, { name: 'demo', args: ['demo'], logFile });
    },
  };
}

interface CliRun {
  readonly name: string;
  readonly args: readonly string[];
  readonly logFile: string;
}

/** The command line as a user would call it; it finds this installation by local.json in TUNEWARDEN_HOME. */
function startCli(installation: Installation, { name, args, logFile }: CliRun): Promise<ChildServer> {
  return startChildServer({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', appEntry('cli'), ...args],
    env: { ...appEnvironment(installation, name), TUNEWARDEN_HOME: installation.home.folder },
    logFile,
    pidFile: installation.home.pidFile(name),
    isReady: () => true,
    startDeadlineMs: 10_000,
    stopSignal: 'SIGTERM',
    stopDeadlineMs: 2_000,
  });
}
