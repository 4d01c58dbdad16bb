import { randomBytes } from 'node:crypto';

/** Where this run's servers are. */
export interface TestEnvironment {
  readonly kafkaBrokers: string;
  /** The server's own database: only for making and dropping test databases. */
  readonly adminDatabaseUrl: string;
  readonly templateDatabase: string;
  /** A folder for logs and files, removed at the end of the run. */
  readonly folder: string;
}

/** The addresses that global-setup.mjs put into the environment. */
export function testEnvironment(): TestEnvironment {
  return {
    kafkaBrokers: required('KAFKA_BROKERS'),
    adminDatabaseUrl: required('DATABASE_URL'),
    templateDatabase: required('TUNEWARDEN_TEST_TEMPLATE'),
    folder: required('TUNEWARDEN_TEST_FOLDER'),
  };
}

/** A TOPIC_PREFIX that no other test file uses; topics also keep their consumer groups apart by it. */
export function topicPrefix(): string {
  return `test-${randomBytes(6).toString('hex')}.`;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: run this through test/jest.config.mjs, not by itself`);
  }
  return value;
}
