import { AppError, systemClock } from '#kernel';
import type { Command } from 'commander';
import { findKeyStore, findMasking } from '../local-state.js';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';
import { eraseActor } from './erase-actor.js';
import { type Actor, actorOfId, actorOfPseudonym, isPseudonym } from './find-actor.js';

interface EraseOptions {
  readonly actor: string;
  readonly tenant: string;
  readonly by: string;
}

/** Adds `erase` to the command line. */
export function registerErase(program: Command): void {
  program
    .command('erase')
    .description(
      'Remove everything that is stored of an actor, and print a receipt: what went, what stays and why. Safe to run again.',
    )
    .requiredOption('--actor <id>', 'the id that applications log, or its pseudonym actor:…')
    .option('--tenant <name>', 'the tenant', 'default')
    .addOption(operatorOption())
    .action(async (options: EraseOptions) => {
      const actor = findActor(options);
      const receipt = await withDatabase('erase', (database) =>
        eraseActor(database, actor, { by: options.by, clock: systemClock }),
      );
      await openJsonLines().write(receipt);
    });
}

function findActor({ actor: id, tenant }: EraseOptions): Actor {
  if (isPseudonym(id)) return actorOfPseudonym(tenant, id);
  const actor = actorOfId(tenant, id, findKeyStore(), findMasking());
  if (actor.pseudonyms.length > 0) return actor;
  throw new AppError(
    'cli.no-keys',
    `${tenant} has no masking key here: nobody can say which rows are whose. Set KEYS_FILE or MASKING_KEY to the collector's`,
    false,
  );
}
