import { openDatabase } from '#database';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { type KafkaServer, startKafka } from '../../../deploy/local/kafka/kafka-server.js';
import { type PostgresServer, startPostgres } from '../../../deploy/local/postgres-server.js';
import { cleanUp } from '../clean-up.js';
import { databaseUrl } from '../database-url.js';
import type { OwnServers } from '../run-pipeline.js';

/** A Kafka and a PostgreSQL that a test may kill and start again, at the same ports and with their data. */
export interface BreakableServers extends OwnServers {
  /** Runs as the server's own user. */
  readonly adminUrl: string;
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  killKafka(): Promise<void>;
  startKafka(): Promise<void>;
}

export async function startBreakableServers(): Promise<BreakableServers> {
  const folder = await mkdtemp(join(tmpdir(), 'tunewarden-faults-'));
  // PostgreSQL, as its own user, must be able to enter.
  await chmod(folder, 0o711);
  cleanUp(() => rm(folder, { recursive: true, force: true }));
  const ports = {
    kafka: await getPort({ host: '127.0.0.1' }),
    postgres: await getPort({ host: '127.0.0.1' }),
  };
  const startKafkaHere = (): Promise<KafkaServer> =>
    startKafka({ dataDir: join(folder, 'kafka'), logFile: join(folder, 'kafka.log'), port: ports.kafka });
  const startPostgresHere = (): Promise<PostgresServer> =>
    startPostgres({ dataDir: join(folder, 'pg'), logFile: join(folder, 'pg.log'), port: ports.postgres });
  let [kafka, postgres] = await Promise.all([startKafkaHere(), startPostgresHere()]);
  cleanUp(() => Promise.all([kafka.kill(), postgres.stop()]));
  return {
    kafkaBrokers: kafka.brokers,
    adminUrl: postgres.url,
    databaseUrl: await createDatabase(postgres.url),
    killPostgres: async () => void (await postgres.kill()),
    startPostgres: async () => void (postgres = await startPostgresHere()),
    killKafka: async () => void (await kafka.kill()),
    startKafka: async () => void (kafka = await startKafkaHere()),
  };
}

async function createDatabase(adminUrl: string): Promise<string> {
  const admin = await openDatabase({ url: adminUrl, applicationName: 'test-setup', poolSize: 1 });
  await admin.rows('CREATE DATABASE tunewarden_test_faults');
  await admin.close();
  const url = databaseUrl(adminUrl, 'tunewarden_test_faults');
  const database = await openDatabase({ url, applicationName: 'test-setup' });
  await database.migrate();
  await database.close();
  return url;
}
