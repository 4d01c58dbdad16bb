import { openDatabase } from '#database';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KafkaServer, startKafka } from '../../deploy/local/kafka/kafka-server.js';
import { type PostgresServer, startPostgres } from '../../deploy/local/postgres-server.js';
import { databaseUrl } from './database-url.js';

/** What one run of Jest shares: a Kafka, a PostgreSQL and a migrated template database. */
export interface TestServers {
  /** For the tests: `testEnvironment` reads them. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
  /** Ends the servers without waiting: what a signal handler can still do. */
  abandon(): void;
}

/**
 * Started servers in a folder of their own on free ports, so that a run never meets `npm start` or another
 * run. Where KAFKA_BROKERS or DATABASE_URL is set, that server is used and only what was made in it removed.
 */
export async function startTestServers(given: NodeJS.ProcessEnv): Promise<TestServers> {
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-test-'));
  // mkdtemp makes a folder that PostgreSQL, as its own user, could not enter.
  await chmod(folder, 0o711);
  const [kafka, postgres] = await Promise.all([
    given['KAFKA_BROKERS'] ? undefined : startTestKafka(folder),
    given['DATABASE_URL'] ? undefined : startTestPostgres(folder),
  ]);
  const adminUrl = postgres?.url ?? given['DATABASE_URL'] ?? '';
  const template = `tunewarden_test_template_${randomBytes(6).toString('hex')}`;
  await migrateTemplate(adminUrl, template);
  return {
    env: {
      KAFKA_BROKERS: kafka?.brokers ?? given['KAFKA_BROKERS'] ?? '',
      DATABASE_URL: adminUrl,
      TUNEWARDEN_TEST_TEMPLATE: template,
      TUNEWARDEN_TEST_FOLDER: folder,
    },
    abandon: () => abandonServers([kafka, postgres]),
    stop: async () => {
      if (postgres === undefined) await dropTemplate(adminUrl, template);
      await Promise.all([kafka?.kill(), postgres?.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startTestKafka(folder: string): Promise<KafkaServer> {
  return startKafka({ dataDir: join(folder, 'kafka'), logFile: join(folder, 'logs/kafka.log') });
}

function startTestPostgres(folder: string): Promise<PostgresServer> {
  // The data is thrown away, so it need not survive a power cut.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  return startPostgres({
    dataDir: join(folder, 'postgres'),
    logFile: join(folder, 'logs/postgres.log'),
    settings,
  });
}

function abandonServers(servers: readonly (KafkaServer | PostgresServer | undefined)[]): void {
  for (const server of servers) void server?.kill('SIGTERM');
}

async function migrateTemplate(adminUrl: string, template: string): Promise<void> {
  const admin = await openDatabase({ url: adminUrl, applicationName: 'test-setup', poolSize: 1 });
  await admin.rows(`CREATE DATABASE ${template}`);
  await admin.close();
  const database = await openDatabase({
    url: databaseUrl(adminUrl, template),
    applicationName: 'test-setup',
  });
  await database.migrate();
  await database.close();
}

async function dropTemplate(adminUrl: string, template: string): Promise<void> {
  const admin = await openDatabase({ url: adminUrl, applicationName: 'test-setup', poolSize: 1 });
  await admin.rows(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await admin.close();
}
