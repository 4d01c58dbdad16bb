import type { Command } from 'commander';
import { findMasking } from '../local-state.js';
import { operatorOption } from '../operator.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';
import { importHistory } from './import-history.js';
import { registerBaselineOrders } from './register-baseline-orders.js';

/** Adds `baseline <file>`, and what may be asked of a baseline, to the command line. */
export function registerBaseline(program: Command): void {
  const baseline = program
    .command('baseline')
    .description(
      "Count a history file, in the order of its time, into its models' buckets, so that drift has a baseline on day one. Counts a file once, however often it is run.",
    )
    .argument('<file>', 'native interactions, JSON Lines; .gz is unpacked')
    .option('--strict', 'stop at the first bad line, and count nothing')
    .addOption(operatorOption())
    .action((file: string, { strict = false, by }: { readonly strict?: boolean; readonly by: string }) =>
      withDatabase('baseline', async (database) => {
        const summary = await importHistory(database, file, { strict, by, maskingOf: findMasking() });
        await openJsonLines().write({ summary: { file, ...summary } });
      }),
    );
  registerBaselineOrders(baseline);
}
