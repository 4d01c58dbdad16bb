import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clearLockedPorts } from 'get-port';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildServer, startChildServer } from '../../deploy/local/child-server.js';
import { choosePorts } from '../../deploy/local/choose-ports.js';
import { lockHome, openHome } from '../../deploy/local/home.js';
import { createStack, type Stack } from '../../deploy/local/stack.js';
import { type Service } from '../../deploy/local/supervisor.js';
import { eventually } from '../support/eventually.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewarden-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const service = (name: string, program: string, isReady = /up/): Service => ({
  name,
  logFile: join(folder, `${name}.log`),
  start: (abort): Promise<ChildServer> =>
    startChildServer({
      name,
      command: process.execPath,
      args: ['-e', program],
      logFile: join(folder, `${name}.log`),
      isReady: (log) => isReady.test(log),
      startDeadlineMs: 20_000,
      abort,
      stopSignal: 'SIGTERM',
      stopDeadlineMs: 5_000,
    }),
});
const stays = 'console.log("up"); setInterval(() => {}, 1000)';

function startingStack(interrupted = new AbortController().signal): {
  readonly stack: Stack;
  readonly said: readonly string[];
} {
  const said: string[] = [];
  const say = (line: string): number => said.push(line);
  return { said, stack: createStack({ interrupted, say, onStarted: () => {}, onRestart: () => {} }) };
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a stack of processes', () => {
  it('starts a process that was killed again, and says which, how and where its log is', async () => {
    const { stack, said } = startingStack();
    await stack.start([service('survivor', stays)]);
    const first = stack.pids()['survivor'] ?? 0;
    process.kill(first, 'SIGKILL');
    const second = await eventually(() => {
      expect(stack.pids()['survivor']).not.toBe(first);
      return stack.pids()['survivor'];
    });
    expect(said[0]).toMatch(/^survivor was ended by SIGKILL; it is started again\.\n.*up\n.*survivor\.log$/s);
    await stack.stop();
    expect(isAlive(second)).toBe(false);
  });

  it('shows the last lines of a process that cannot start, and leaves none of the others behind', async () => {
    const { stack } = startingStack();
    const broken = service('broken', 'console.error("no such key"); process.exit(3)');
    const slow = service('slow', stays, /never/);
    const good = service('good', stays);
    const attempt = stack.start([good, slow, broken]);
    await expect(attempt).rejects.toThrow(
      /^broken did not start: it ended with code 3\..*no such key.*log$/s,
    );
    const good1 = stack.pids()['good'];
    await stack.stop();
    expect(isAlive(good1)).toBe(false);
  });

  it('gives up a start that takes long when it is interrupted', async () => {
    const interrupt = new AbortController();
    const { stack } = startingStack(interrupt.signal);
    const attempt = stack.start([service('sleeper', stays, /never/)]);
    interrupt.abort();
    await expect(attempt).rejects.toMatchObject({ code: 'local.interrupted' });
    await stack.stop();
  });
});

describe('a home', () => {
  it('keeps its ports and secrets, and names a configured port that is taken', async () => {
    const home = await openHome({ TUNEWARDEN_HOME: join(folder, 'home') });
    const ports = await choosePorts(home, {});
    clearLockedPorts(); // as in the next process
    expect(await choosePorts(home, {})).toEqual(ports);
    expect(await home.secret('token', 32)).toBe(await home.secret('token', 32));

    const other = createServer().listen(ports.api, '127.0.0.1');
    await eventually(() => expect(other.listening).toBe(true));
    clearLockedPorts();
    await expect(choosePorts(home, { API_PORT: String(ports.api) })).rejects.toThrow(
      `Port ${ports.api} (API_PORT) is taken`,
    );
    other.close();
  });

  it('refuses a second start until the first one is gone, however it went', async () => {
    const home = await openHome({ TUNEWARDEN_HOME: join(folder, 'home') });
    const other = spawn(process.execPath, ['-e', stays, 'deploy/local/bootstrap.mjs', 'start']);
    await writeFile(home.pidFile('start'), String(other.pid));
    await expect(lockHome(home)).rejects.toThrow(`already (process ${other.pid})`);

    other.kill('SIGKILL');
    await eventually(() => expect(isAlive(other.pid)).toBe(false));
    const unlock = await lockHome(home);
    await unlock();
  });
});
