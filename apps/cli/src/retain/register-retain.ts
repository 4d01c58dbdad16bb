import { type Sql, appendAudit } from '#database';
import { AppError } from '#kernel';
import { type Command, Argument } from 'commander';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';

interface RetainOptions {
  readonly tenant: string;
  readonly modelVersion?: string;
  readonly by: string;
}

/** Adds `retain <model> <mode>` to the command line. */
export function registerRetain(program: Command): void {
  program
    .command('retain')
    .description(
      'How much text is kept of a model: evidence (what was flagged, with the turns around it), sample (that and a uniform daily sample; the default) or all. Holds for what comes; new versions follow the one before them.',
    )
    .argument('<model>', 'its id')
    .addArgument(new Argument('<mode>', 'how much').choices(['evidence', 'sample', 'all']))
    .option('--tenant <name>', 'the tenant', 'default')
    .option('--model-version <version>', 'only this one; else every version')
    .addOption(operatorOption())
    .action((model: string, mode: string, options: RetainOptions) =>
      withDatabase('retain', async (database) => {
        const changed = await database.transaction((tx) => retain(tx, model, mode, options));
        const lines = openJsonLines();
        for (const version of changed) await lines.write({ model, version, retain: mode });
      }),
    );
}

/** The versions that are kept so from now on. Throws where there is none. */
async function retain(
  tx: Sql,
  model: string,
  mode: string,
  { tenant, modelVersion: version, by }: RetainOptions,
): Promise<readonly string[]> {
  const rows = await tx.rows<{ version: string }>(
    `UPDATE models SET retain = $4
     WHERE tenant = $1 AND model_id = $2 AND ($3::text IS NULL OR version = $3) RETURNING version`,
    [tenant, model, version, mode],
  );
  if (rows.length === 0) {
    throw new AppError('cli.no-model', `${tenant} has no such model: ${model} ${version ?? ''}`, false);
  }
  const versions = rows.map((row) => row.version).sort();
  await appendAudit(tx, {
    ...{ tenant, who: by, action: 'retain', subject: `model ${model}` },
    detail: { tenant, versions, retain: mode },
  });
  return versions;
}
