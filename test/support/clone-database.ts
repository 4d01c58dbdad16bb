import { openDatabase } from '#database';
import { randomBytes } from 'node:crypto';
import { cleanUp } from './clean-up.js';
import { databaseUrl } from './database-url.js';
import { testEnvironment } from './test-environment.js';

/** The URL of a fresh, migrated and empty database for this test file; dropped when the file is done. */
export async function cloneDatabase(): Promise<string> {
  const { adminDatabaseUrl, templateDatabase } = testEnvironment();
  const name = `tunewarden_test_${randomBytes(6).toString('hex')}`;
  await runAsAdmin(
    adminDatabaseUrl,
    `CREATE DATABASE ${mustBeTest(name)} TEMPLATE ${mustBeTest(templateDatabase)}`,
  );
  cleanUp(() => runAsAdmin(adminDatabaseUrl, `DROP DATABASE ${mustBeTest(name)} WITH (FORCE)`));
  return databaseUrl(adminDatabaseUrl, name);
}

/** The name itself; throws unless it names a test database, since what is done to it cannot be undone. */
export function mustBeTest(database: string): string {
  if (!/^[a-z0-9_]*test[a-z0-9_]*$/.test(database)) throw new Error(`"${database}" is not a test database`);
  return database;
}

async function runAsAdmin(url: string, statement: string): Promise<void> {
  const admin = await openDatabase({ url, applicationName: 'test-support', poolSize: 1 });
  try {
    await admin.rows(statement);
  } finally {
    await admin.close();
  }
}
