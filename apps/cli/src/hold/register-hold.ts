import { type Database, findHeldIncident, hold, readHolds, release } from '#database';
import { AppError } from '#kernel';
import type { Command } from 'commander';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';

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
        else for (const one of await readHolds(database, { incidentId })) await lines.write(one);
      }),
    );
}

const sentences = {
  'held-already': (number: number) => `INC-${number} is under a legal hold already`,
  'not-held': (number: number) => `INC-${number} is under no legal hold`,
};

async function change(database: Database, name: string, options: HoldOptions): Promise<string> {
  const { reason, by } = options;
  if (reason === undefined) throw new AppError('cli.no-reason', 'Say why: --reason <text>', false);
  return database.transaction(async (tx) => {
    const incident = await findHeldIncident(tx, name);
    if (incident === undefined) throw new AppError('cli.no-incident', `There is no incident ${name}`, false);
    const order = { reason, by, door: 'cli' as const };
    const done = await (options.release === true ? release(tx, incident, order) : hold(tx, incident, order));
    if (!done.ok) throw new AppError(`cli.${done.error}`, sentences[done.error](incident.number), false);
    return incident.incidentId;
  });
}
