import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Secret } from '#config';
import { AppError } from '#kernel';
import { type KeyStore, openKeyStore } from '#keys';
import { type MaskingOf, compileMaskingPolicy, parseMaskingPolicy } from '#privacy';
import { z } from 'zod';
import { readConfig } from './config.js';

/** What `npm start` writes for scripts, as far as commands need it. */
const localStateSchema = z.object({
  kafka: z.string(),
  postgres: z.string(),
  sandbox: z.string(),
  api: z.string(),
  token: z.string(),
  pids: z.record(z.string(), z.number()).default({}),
});

/** Where Kafka is: KAFKA_BROKERS, else the one of the installation that `npm start` runs. Throws where there is none. */
export async function findKafka(): Promise<{
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
}> {
  const { KAFKA_BROKERS, TOPIC_PREFIX, TUNEWARDEN_HOME } = readConfig();
  const brokers = KAFKA_BROKERS ?? (await readLocalState(TUNEWARDEN_HOME, 'KAFKA_BROKERS')).kafka.split(',');
  return { brokers, topicPrefix: TOPIC_PREFIX };
}

/** Where PostgreSQL is: DATABASE_URL, else the one of the installation that `npm start` runs. Throws where there is none. */
export async function findDatabaseUrl(): Promise<string> {
  const { DATABASE_URL, TUNEWARDEN_HOME } = readConfig();
  return DATABASE_URL?.reveal() ?? (await readLocalState(TUNEWARDEN_HOME, 'DATABASE_URL')).postgres;
}

/** Where the API is, and its token: API_URL and API_TOKEN, else those of the installation that `npm start` runs. */
export async function findApi(): Promise<{ readonly url: string; readonly token: Secret }> {
  const { API_URL, API_TOKEN, TUNEWARDEN_HOME } = readConfig();
  if (API_URL !== undefined && API_TOKEN !== undefined) return { url: API_URL, token: API_TOKEN };
  const { api, token } = await readLocalState(TUNEWARDEN_HOME, 'API_URL and API_TOKEN');
  return { url: api, token: new Secret(token) };
}

/** The process ids by name of the installation that `npm start` runs. Throws where there is none. */
export async function findProcesses(): Promise<Readonly<Record<string, number>>> {
  return (await readLocalState(readConfig().TUNEWARDEN_HOME, 'TUNEWARDEN_HOME')).pids;
}

/** The URL of the sandbox of the installation that `npm start` runs. Throws where there is none. */
export async function findSandbox(): Promise<string> {
  return (await readLocalState(readConfig().TUNEWARDEN_HOME, 'TUNEWARDEN_HOME')).sandbox;
}

/** The collector's keys: those that the environment names, else those of the local installation. */
export function findKeyStore(): KeyStore {
  const config = readConfig();
  if (config.KEYS_FILE ?? config.MASKING_KEY ?? config.MASKING_KEY_FILE) return openKeyStore(config);
  return openKeyStore({ KEYS_FILE: findKeysFile() });
}

/** The key file: KEYS_FILE, else the one of the local installation. Throws where there is none. */
export function findKeysFile(): string {
  const { KEYS_FILE, TUNEWARDEN_HOME } = readConfig();
  const file = KEYS_FILE ?? join(homeFolder(TUNEWARDEN_HOME), 'secrets', 'keys.json');
  if (KEYS_FILE !== undefined || existsSync(file)) return file;
  throw new AppError(
    'cli.no-keys',
    'There is no key file: set KEYS_FILE to the one that the collector has',
    false,
  );
}

/** How the collector masks: its keys, and its policy where MASKING_POLICY_FILE names one. */
export function findMasking(): MaskingOf {
  const { MASKING_POLICY_FILE: file } = readConfig();
  const keys = findKeyStore();
  const policy = compileMaskingPolicy(
    parseMaskingPolicy(file === undefined ? '' : readFileSync(file, 'utf8')),
  );
  return (tenant) => ({ key: keys.current(tenant, 'masking').key, maskers: policy.maskersFor(tenant) });
}

function homeFolder(configured: string | undefined): string {
  if (configured !== undefined) return resolve(configured);
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== '/') folder = dirname(folder);
  return join(folder, '.tunewarden');
}

/** `variable` is what the user could set instead. */
async function readLocalState(
  home: string | undefined,
  variable: string,
): Promise<z.infer<typeof localStateSchema>> {
  const file = join(homeFolder(home), 'local.json');
  if (!existsSync(file)) {
    throw new AppError(
      'cli.no-installation',
      `There is no ${file}: run npm start, or set ${variable}`,
      false,
    );
  }
  const parsed = localStateSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new AppError('cli.bad-state', `${file} is not what npm start writes`, false);
  return parsed.data;
}
