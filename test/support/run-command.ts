import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { appEntry } from '../../deploy/local/app-entry.js';
import { testEnvironment } from './test-environment.js';

/** A command of the command line that runs. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly done: Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}

/** The built command line, started as a user would. */
export function startCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(process.execPath, [appEntry('cli'), ...args], {
    env: {
      PATH: process.env['PATH'],
      TUNEWARDEN_HOME: testEnvironment().folder,
      NODE_COMPILE_CACHE: join(testEnvironment().folder, 'compiled'),
      ...env,
    },
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => (said[name] += chunk.toString()));
  }
  return { child, done: once(child, 'close').then(([code]) => ({ code: Number(code), ...said })) };
}
