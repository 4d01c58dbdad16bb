import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Permission,
  type Role,
  apiTokenOf,
  isPermission,
  permissions,
  permissionsOf,
  roles,
} from '#access';
import { type Database, appendAudit, insertToken, readTokens, revokeToken } from '#database';
import { AppError } from '#kernel';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';

interface CreateOptions {
  readonly name: string;
  readonly scope?: readonly string[];
  readonly role?: Role;
  readonly tenant?: string;
  readonly days: number;
  readonly by: string;
}

/** Adds `tokens list|create|revoke` to the command line. */
export function registerTokens(program: Command): void {
  const tokens = program
    .command('tokens')
    .description(
      'API tokens of scripts and services, in the database; of their secrets only digests are kept.',
    );
  tokens
    .command('list')
    .description('Every token: its prefix, scopes, tenant, age and end.')
    .action(() => withDatabase('tokens', list));
  tokens
    .command('create')
    .description('A new token. It is printed here and nowhere else.')
    .requiredOption('--name <text>', 'what it is for')
    .option('--scope <permission...>', `what it may do: ${permissions.join(', ')}`)
    .addOption(
      new Option('--role <role>', 'everything that this role may do').choices(roles).conflicts('scope'),
    )
    .option('--tenant <name>', 'the one tenant whose things it sees; all unless given')
    .option('--days <days>', 'until it expires, 366 at most', wholeDays, 90)
    .addOption(operatorOption())
    .action((options: CreateOptions) => withDatabase('tokens', (database) => create(database, options)));
  tokens
    .command('revoke')
    .description('Ends a token; its next call is refused.')
    .argument('<token>', 'its prefix or its id')
    .addOption(operatorOption())
    .action((name: string, { by }: { by: string }) =>
      withDatabase('tokens', (database) => revoke(database, name, by)),
    );
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new InvalidArgumentError('Want 1 to 366.');
  return days;
}

async function list(database: Database): Promise<void> {
  const lines = openJsonLines();
  const pageSize = 500;
  let after: readonly [string, string] | undefined;
  for (;;) {
    const page = await readTokens(database, { tenant: null, after, limit: pageSize });
    for (const { createdUs: _, ...token } of page) await lines.write(token);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = [last.createdUs, last.tokenId];
  }
}

async function create(database: Database, options: CreateOptions): Promise<void> {
  const { name, days, by } = options;
  const scopes = scopesOf(options);
  const tenant = options.tenant ?? null;
  const { text, prefix, digest } = apiTokenOf({ prefix: randomBytes(6), secret: randomBytes(32) });
  const kept = await database.transaction(async (tx) => {
    const token = { tokenId: randomUUID(), prefix, digest, name, tenant, scopes, days, createdBy: by };
    const inserted = await insertToken(tx, token);
    await appendAudit(tx, {
      ...{ tenant, who: by, action: 'tokens.manage', subject: `token:${prefix}` },
      detail: { change: 'created', name, scopes, expiresAt: inserted.expiresAt.toISOString(), door: 'cli' },
    });
    return inserted;
  });
  await openJsonLines().write({ ...kept, token: text });
}

function scopesOf({ scope, role }: CreateOptions): readonly Permission[] {
  if (role !== undefined) return permissionsOf(role);
  if (scope === undefined)
    throw new AppError('cli.no-scope', 'Say what it may do: --scope <permission…> or --role <role>', false);
  const unknown = scope.filter((name) => !isPermission(name));
  if (unknown.length > 0)
    throw new AppError(
      'cli.scope',
      `There is no permission ${unknown.join(', ')}: ${permissions.join(', ')}`,
      false,
    );
  return [...new Set(scope.filter(isPermission))];
}

async function revoke(database: Database, name: string, by: string): Promise<void> {
  const revoked = await database.transaction(async (tx) => {
    const token = await revokeToken(tx, { name, tenant: null, by });
    if (token === undefined) throw new AppError('cli.no-token', `There is no token ${name} in force`, false);
    await appendAudit(tx, {
      ...{ tenant: token.tenant, who: by, action: 'tokens.manage', subject: `token:${token.prefix}` },
      detail: { change: 'revoked', name: token.name, door: 'cli' },
    });
    return token;
  });
  await openJsonLines().write(revoked);
}
