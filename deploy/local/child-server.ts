import { AppError } from '#kernel';
import { spawn } from 'node:child_process';
import { mkdir, open, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How a process ended; `error` where it could not be started at all. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: NodeJS.ErrnoException;
}

/** A child process that answered once. */
export interface ChildServer {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Asks it to end and waits; after `stopDeadlineMs` it is killed. */
  stop(): Promise<Exit>;
  /** Sends a signal, SIGKILL unless told otherwise, and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
}

export interface ChildServerSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Its stdout and stderr are appended here. */
  readonly logFile: string;
  /** Its pid is kept here, for `endLeftoverProcess` after this process was killed. */
  readonly pidFile?: string;
  /** Tells from what it logged since its start, or by asking it, whether it is ready. */
  readonly isReady: (log: string) => boolean | Promise<boolean>;
  readonly startDeadlineMs: number;
  /** Gives up a start that is under way. */
  readonly abort?: AbortSignal;
  readonly stopSignal: NodeJS.Signals;
  readonly stopDeadlineMs: number;
}

const pollMs = 50;

/**
 * A started child process that is ready. It runs in a process group of its own, so that Ctrl-C in a terminal
 * reaches only the parent, which then stops its children in the right order.
 */
export async function startChildServer(spec: ChildServerSpec): Promise<ChildServer> {
  await mkdir(dirname(spec.logFile), { recursive: true });
  const log = await open(spec.logFile, 'a', 0o600);
  const logStart = (await log.stat()).size;
  const child = spawn(spec.command, spec.args, {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: spec.env ?? process.env,
    ...spec.user,
  });
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve((exit = { code, signal })));
    child.once('error', (error) => resolve((exit = { code: null, signal: null, error })));
  });
  await log.close();
  if (spec.pidFile !== undefined) await writeFile(spec.pidFile, String(child.pid ?? ''));

  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> => {
    if (exit === undefined) child.kill(signal);
    return exited;
  };
  const stop = async (): Promise<Exit> => {
    const timer = setTimeout(() => child.kill('SIGKILL'), spec.stopDeadlineMs);
    return kill(spec.stopSignal).finally(() => clearTimeout(timer));
  };
  await untilReady(spec, logStart, () => exit, stop);
  return { pid: child.pid ?? 0, exited, stop, kill };
}

async function untilReady(
  spec: ChildServerSpec,
  logStart: number,
  exitSoFar: () => Exit | undefined,
  stop: () => Promise<Exit>,
): Promise<void> {
  const deadline = Date.now() + spec.startDeadlineMs;
  for (;;) {
    const ended = exitSoFar();
    if (ended !== undefined) throw await startFailure(spec, logStart, describeExit(ended));
    if (spec.abort?.aborted) {
      await stop();
      throw new AppError('local.interrupted', `${spec.name} was stopped while it started`, false);
    }
    if (await spec.isReady(await readLogFrom(spec.logFile, logStart))) return;
    if (Date.now() > deadline) {
      await stop();
      throw await startFailure(spec, logStart, `was not ready after ${spec.startDeadlineMs / 1000} s`);
    }
    await delay(pollMs);
  }
}

async function startFailure(spec: ChildServerSpec, logStart: number, what: string): Promise<AppError> {
  const tail = lastLines(await readLogFrom(spec.logFile, logStart), 8);
  const quoted = tail.length === 0 ? '' : `\n${tail.map((line) => `    | ${line}`).join('\n')}`;
  return new AppError(
    'local.start_failed',
    `${spec.name} did not start: it ${what}.${quoted}\n    Its log: ${spec.logFile}`,
    false,
  );
}

/** The exit in words that follow "it": `ended with code 1`. */
export function describeExit(exit: Exit): string {
  if (exit.error !== undefined) return `could not be run (${exit.error.code ?? exit.error.message})`;
  return exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`;
}

/** The last `count` lines that hold something, each cut to 300 characters, without control characters. */
export function lastLines(log: string, count: number): readonly string[] {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return lines.slice(-count).map((line) => line.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 300));
}

/** What a log file holds from a byte offset on: at most its last 64 kB. */
export async function readLogFrom(logFile: string, start: number): Promise<string> {
  const { size } = await stat(logFile);
  const from = Math.max(start, size - 65_536);
  const file = await open(logFile, 'r');
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.max(0, size - from)),
      0,
      size - from,
      from,
    );
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
