import type { Database } from '#database';
import { AppError } from '#kernel';
import type { Command } from 'commander';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';
import { findIncident, hold, readHolds, release } from './legal-hold.store.js';

interface HoldOptions {
  readonly reason?: string;
  readonly release?: boolean;
  readonly by: string;
}

/** Adds `hold [incident]` to the command line. */
export function registerHold(program: Command): void {
  program
    .command('hold')
    .description(
      'Keep all that is stored of an incident, its conversations and sealed originals included, from retention and erasure; with --release no longer. Without an incident: every hold in force.',
    )
    .argument('[incident]', 'its number, INC-7 or 7, or its id')
    .option('--reason <text>', 'why; wanted')
    .option('--release', 'end the hold')
    .addOption(operatorOption())
    .action((name: string | undefined, options: HoldOptions) =>
      withDatabase('hold', async (database) => {
        const incidentId = name === undefined ? undefined : await change(database, name, options);
        const lines = openJsonLines();
        if (options.release === true) await lines.write({ incidentId, released: true });
        else for (const one of await readHolds(database, incidentId)) await lines.write(one);
      }),
    );
}

async function change(database: Database, name: string, options: HoldOptions): Promise<string> {
  const { reason, by } = options;
  if (reason === undefined) throw new AppError('cli.no-reason', 'Say why: --reason <text>', false);
  return database.transaction(async (tx) => {
    const incident = await findIncident(tx, name);
    if (options.release === true) await release(tx, incident, reason, by);
    else await hold(tx, incident, reason, by);
    return incident.incidentId;
  });
}
