import getPort from 'get-port';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appEntry, isReady } from '../../deploy/local/app-entry.js';
import { type Exit, startChildServer } from '../../deploy/local/child-server.js';
import { cleanUp } from './clean-up.js';
import { testEnvironment } from './test-environment.js';

/** A running app, as its own process. */
export interface SpawnedApp {
  readonly url: string;
  readonly pid: number;
  /** Sends a signal (SIGKILL unless told otherwise) and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Ends it as Ctrl-C would and waits until it is gone. */
  stop(): Promise<Exit>;
  /** What it wrote to stdout and stderr so far. */
  logs(): string;
}

/**
 * A started app that answers on /readyz: `collector`, `analyzer`, `alerting`, `api` or `sandbox`, from `dist/`.
 * It gets this run's KAFKA_BROKERS and a free HTTP_PORT; DATABASE_URL, TOPIC_PREFIX and the rest come in `env`.
 * It is stopped when the test file is done.
 */
export async function spawnApp(
  name: string,
  env: Readonly<Record<string, string>> = {},
): Promise<SpawnedApp> {
  const { kafkaBrokers, folder } = testEnvironment();
  const port = env['HTTP_PORT'] ?? String(await getPort({ host: '127.0.0.1' }));
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, 'logs', `${name}-${randomBytes(4).toString('hex')}.log`);
  const app = await startChildServer({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', appEntry(name)],
    env: { ...outsideEnvironment(), KAFKA_BROKERS: kafkaBrokers, ...env, HTTP_PORT: port },
    logFile,
    isReady: () => isReady(url),
    startDeadlineMs: 60_000,
    stopSignal: 'SIGTERM',
    stopDeadlineMs: 15_000,
  });
  cleanUp(() => app.stop());
  return { url, pid: app.pid, kill: app.kill, stop: app.stop, logs: () => readFileSync(logFile, 'utf8') };
}

/**
 * What an app needs of the machine; nothing of Jest's, and no database that the test did not name. Apps of one run share
 * the compiled code of the first of them: starting them is what the tiers spend most of their time on.
 */
function outsideEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, TZ } = process.env;
  return { PATH, HOME, TMPDIR, TZ, NODE_COMPILE_CACHE: join(testEnvironment().folder, 'compiled') };
}
