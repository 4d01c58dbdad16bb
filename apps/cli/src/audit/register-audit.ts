import { type Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../run-program.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';
import { type NotedRow, verifyAudit } from './verify-audit.js';

/** Adds `audit verify` to the command line. */
export function registerAudit(program: Command): void {
  program
    .command('audit')
    .description('The audit log: append-only, each row bound to the one before it.')
    .command('verify')
    .description(
      'Computes every digest anew and names the first row that was changed, removed or cut off; exit code 1 where there is one.',
    )
    .option(
      '--noted <rows:digest>',
      'what an earlier look printed; the chain must still go through it',
      notedRow,
    )
    .action(({ noted }: { noted?: NotedRow }) =>
      withDatabase('audit', async (database) => {
        const verdict = await verifyAudit(database, noted);
        await openJsonLines().write(verdict);
        if (!verdict.ok) process.exitCode = exitCodes.found;
      }),
    );
}

function notedRow(text: string): NotedRow {
  const [, rows, digest] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (rows === undefined || digest === undefined)
    throw new InvalidArgumentError('Want <rows>:<digest>, as audit verify prints them.');
  return { rows: BigInt(rows), digest };
}
