import { AppError } from '#kernel';
import getPort from 'get-port';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type ChildServer, startChildServer } from './child-server.js';
import { keptSecret } from './kept-secret.js';
import { endLeftoverProcess } from './leftover-process.js';
import { canEnter, findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';

const run = promisify(execFile);

/** A running PostgreSQL; its data stays in `dataDir`. */
export interface PostgresServer extends ChildServer {
  /** What DATABASE_URL takes; the database is `postgres`. */
  readonly url: string;
}

export interface PostgresServerOptions {
  /** Initialised when empty, used as it is otherwise. The password is kept beside it. */
  readonly dataDir: string;
  readonly logFile: string;
  /** A free one unless given. */
  readonly port?: number;
  /** Gives up a start that is under way. */
  readonly abort?: AbortSignal;
  /** Settings for postgresql.conf, e.g. `{ fsync: 'off' }` where the data is thrown away. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A started PostgreSQL that listens on loopback only and asks for a random password. */
export async function startPostgres(options: PostgresServerOptions): Promise<PostgresServer> {
  const { dataDir, logFile } = options;
  const binaries = await findPostgresBinaries();
  const port = options.port ?? (await getPort({ host: '127.0.0.1' }));
  const passwordFile = join(dirname(dataDir), 'postgres-password');
  const password = await keptSecret(passwordFile, 32);
  if (!existsSync(dataDir)) await initialise(binaries, dataDir, passwordFile);
  await endLeftoverProcess(join(dataDir, 'postmaster.pid'), dataDir);

  const server = await startChildServer({
    name: 'PostgreSQL',
    ...(await asPostgresUser(binaries, dataDir, binaries.postgres, serverFlags(options, port))),
    env: { ...process.env, LC_ALL: 'C' },
    logFile,
    isReady: (log) => log.includes('database system is ready to accept connections'),
    ...(options.abort && { abort: options.abort }),
    startDeadlineMs: 60_000,
    // A fast shutdown: open transactions are rolled back. SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    stopDeadlineMs: 10_000,
  });
  return { ...server, url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` };
}

function serverFlags(options: PostgresServerOptions, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    lc_messages: 'C',
    ...options.settings,
  };
  return [
    '-D',
    options.dataDir,
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
}

/** Fills a folder beside `dataDir` first, so that a start that is cut short leaves no half-made data. */
async function initialise(binaries: PostgresBinaries, dataDir: string, passwordFile: string): Promise<void> {
  const draft = `${dataDir}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  if (binaries.user !== undefined) {
    // initdb runs as this user and reads the password itself: nobody else can see it.
    for (const path of [draft, passwordFile]) await chown(path, binaries.user.uid, binaries.user.gid);
  }
  const auth = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${draft}`, ...auth, '--encoding=UTF8', '--locale=C', '--no-sync'];
  const initdb = await asPostgresUser(binaries, dataDir, binaries.initdb, args);
  try {
    await run(initdb.command, initdb.args, { ...initdb.user, env: { ...process.env, LC_ALL: 'C' } });
  } catch (cause) {
    const said = (cause as { readonly stderr?: string }).stderr ?? '';
    const message = `PostgreSQL could not prepare ${dataDir}: ${said.trim()}`;
    throw new AppError('local.initdb_failed', message, false, cause);
  }
  await rename(draft, dataDir);
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** The command as it must be run here: as it is, as the user postgres, or as that user in a folder only root may enter. */
async function asPostgresUser(
  { user }: PostgresBinaries,
  dataDir: string,
  program: string,
  args: readonly string[],
): Promise<Command> {
  if (user === undefined) return { command: program, args };
  if (await canEnter(dirname(dataDir), user)) return { command: program, args, user };
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const passFolders = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: 'setpriv', args: [...identity, ...passFolders, '--', program, ...args] };
}
