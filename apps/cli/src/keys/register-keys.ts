import { appendAudit } from '#database';
import { type KeyDescription, type KeyPurpose, createKey, destroyKeys, listKeys, rotateKey } from '#keys';
import { type Command, Option } from 'commander';
import { findKeysFile } from '../local-state.js';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';

interface KeyOptions {
  readonly tenant: string;
  readonly purpose: KeyPurpose;
  readonly by: string;
}

/** Adds `keys list|create|rotate|destroy` to the command line. No key is ever printed. */
export function registerKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description(
      'Masking and vault keys of tenants, in the key file KEYS_FILE. What changes them is in the audit log of the database.',
    );
  keys
    .command('list')
    .description('Every key: its tenant, purpose, age, and whether it is the current one.')
    .action(async () => write(listKeys(findKeysFile())));
  addCommand(
    keys,
    'create',
    "A tenant's first key. A collector makes it by itself with the first message.",
    (file, options) => [createKey(file, options.tenant, options.purpose)],
  );
  addCommand(
    keys,
    'rotate',
    'A new key for what is new. Tokens and pseudonyms change with it; older ones are still found by erase, and vault entries still open.',
    (file, options) => [rotateKey(file, options.tenant, options.purpose)],
  );
  addCommand(
    keys,
    'destroy',
    "All of a tenant's keys, for good: its tokens can never be compared with a value again, and its vault never opens again.",
    (file, options) => destroyKeys(file, options.tenant, options.purpose),
  );
}

function addCommand(
  keys: Command,
  name: string,
  description: string,
  work: (file: string, options: KeyOptions) => readonly KeyDescription[],
): void {
  keys
    .command(name)
    .description(description)
    .requiredOption('--tenant <name>', 'the tenant')
    .addOption(
      new Option('--purpose <purpose>', 'which key').choices(['masking', 'vault']).default('masking'),
    )
    .addOption(operatorOption())
    .action(async (options: KeyOptions) => write(await change(name, options, work)));
}

/** Changes the key file with its audit row; where that cannot be written, nothing is changed. */
function change(
  name: string,
  { tenant, purpose, by }: KeyOptions,
  work: (file: string, options: KeyOptions) => readonly KeyDescription[],
): Promise<readonly KeyDescription[]> {
  const file = findKeysFile();
  return withDatabase('keys', (database) =>
    database.transaction(async (tx) => {
      await appendAudit(tx, {
        ...{ tenant, who: by, action: 'keys', subject: `${purpose} key of ${tenant}` },
        detail: { change: name },
      });
      // A file is no part of the transaction: last, so that a change of it is never without its row.
      return work(file, { tenant, purpose, by });
    }),
  );
}

async function write(descriptions: readonly KeyDescription[]): Promise<void> {
  const lines = openJsonLines();
  for (const description of descriptions) await lines.write(description);
}
