import { appendAudit } from '#database';
import type { Command } from 'commander';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';

/** Adds `migrate` to the command line. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description(
      'Bring the database at DATABASE_URL to the schema of this build. Safe to run again, and twice at once.',
    )
    .addOption(operatorOption())
    .action(({ by }: { readonly by: string }) =>
      withDatabase('migrate', async (database) => {
        const ran = await database.migrate();
        const newest = ran.at(-1);
        if (newest !== undefined)
          await appendAudit(database, { who: by, action: 'migrate', subject: newest, detail: { ran } });
        await openJsonLines().write({ ran });
      }),
    );
}
