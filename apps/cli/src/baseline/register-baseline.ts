import { openDatabase } from '#database';
import type { Command } from 'commander';
import { findDatabaseUrl, findMasking } from '../local-state.js';
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
    .action(async (file: string, { strict = false }: { readonly strict?: boolean }) => {
      const maskingOf = findMasking();
      const database = await openDatabase({
        url: await findDatabaseUrl(),
        applicationName: 'tunewarden-baseline',
      });
      try {
        const summary = await importHistory(database, file, { strict, maskingOf });
        await openJsonLines().write({ summary: { file, ...summary } });
      } finally {
        await database.close();
      }
    });
  registerBaselineOrders(baseline);
}
