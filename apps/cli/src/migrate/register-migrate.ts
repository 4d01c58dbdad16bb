import { openDatabase } from '#database';
import type { Command } from 'commander';
import { findDatabaseUrl } from '../local-state.js';
import { openJsonLines } from '../write-json-lines.js';

/** Adds `migrate` to the command line. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'Bring the database at DATABASE_URL to the schema of this build. Safe to run again, and twice at once.',
    )
    .action(async () => {
      const database = await openDatabase({
        url: await findDatabaseUrl(),
        applicationName: 'tunewarden-migrate',
      });
      try {
        await openJsonLines().write({ ran: await database.migrate() });
      } finally {
        await database.close();
      }
    });
}
