import { openDatabase } from '#database';
import { openKafka } from '#kafka';
import { type Home, rotateLog } from './home.js';
import { startKafka } from './kafka/kafka-server.js';
import { startPostgres } from './postgres-server.js';
import { type Service } from './supervisor.js';

/** The service of the embedded Kafka on a port. */
export function kafkaService(home: Home, port: number): Service {
  const logFile = home.logFile('kafka');
  return {
    name: 'kafka',
    logFile,
    start: async (abort) => {
      await rotateLog(logFile);
      return startKafka({ dataDir: home.dataDir('kafka'), logFile, port, abort });
    },
  };
}

/** The service of the embedded PostgreSQL on a port; `onUrl` hears its address once it is up. */
export function postgresService(home: Home, port: number, onUrl: (url: string) => void): Service {
  const logFile = home.logFile('postgres');
  return {
    name: 'postgres',
    logFile,
    start: async (abort) => {
      await rotateLog(logFile);
      const server = await startPostgres({ dataDir: home.dataDir('postgres'), logFile, port, abort });
      onUrl(server.url);
      return server;
    },
  };
}

/** Resolves where the brokers answer; throws what to tell the user where they do not. */
export async function checkKafka(brokers: string): Promise<void> {
  const kafka = await openKafka({ brokers: brokers.split(','), clientId: 'tunewarden-start' });
  await kafka.close();
}

/** How many migrations ran. */
export async function migrateDatabase(url: string): Promise<number> {
  const database = await openDatabase({ url, applicationName: 'tunewarden-start', poolSize: 2 });
  try {
    return (await database.migrate()).length;
  } finally {
    await database.close();
  }
}
