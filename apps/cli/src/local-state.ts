import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#kernel';
import { z } from 'zod';
import { readConfig } from './config.js';

/** What `npm start` writes for scripts, as far as commands need it. */
const localStateSchema = z.object({
  kafka: z.string(),
  postgres: z.string(),
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

/** The process ids by name of the installation that `npm start` runs. Throws where there is none. */
export async function findProcesses(): Promise<Readonly<Record<string, number>>> {
  return (await readLocalState(readConfig().TUNEWARDEN_HOME, 'TUNEWARDEN_HOME')).pids;
}

/** The collector's masking key: MASKING_KEY, MASKING_KEY_FILE, else the one of the local installation. */
export async function findMaskingKey(): Promise<Buffer> {
  const { MASKING_KEY, MASKING_KEY_FILE, TUNEWARDEN_HOME } = readConfig();
  const file = MASKING_KEY_FILE ?? join(homeFolder(TUNEWARDEN_HOME), 'secrets', 'masking-key');
  const hex = MASKING_KEY ?? (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f]{64}$/i.test(hex)) return Buffer.from(hex, 'hex');
  const hint = 'set MASKING_KEY or MASKING_KEY_FILE to what the collector has (64 hexadecimal digits)';
  throw new AppError('cli.no-masking-key', `There is no masking key: ${hint}`, false);
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
