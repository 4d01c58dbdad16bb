import { type RetainMode, retainModes, retainText } from '#database';
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
    .addArgument(new Argument('<mode>', 'how much').choices(retainModes))
    .option('--tenant <name>', 'the tenant', 'default')
    .option('--model-version <version>', 'only this one; else every version')
    .addOption(operatorOption())
    .action((model: string, mode: RetainMode, options: RetainOptions) =>
      withDatabase('retain', async (database) => {
        const { tenant, modelVersion: version, by } = options;
        const order = { tenant, model, version, retain: mode, by };
        const changed = await database.transaction((tx) => retainText(tx, order));
        if (changed.length === 0) {
          const what = `${tenant} has no such model: ${model} ${version ?? ''}`;
          throw new AppError('cli.no-model', what, false);
        }
        const lines = openJsonLines();
        for (const version of changed) await lines.write({ model, version, retain: mode });
      }),
    );
}
