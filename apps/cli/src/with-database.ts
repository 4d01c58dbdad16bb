import { type Database, openDatabase } from '#database';
import { findDatabaseUrl } from './local-state.js';

/** What `work` answers, given the database of DATABASE_URL or of the local installation. */
export async function withDatabase<T>(command: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({
    url: await findDatabaseUrl(),
    applicationName: `tunewarden-${command}`,
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
