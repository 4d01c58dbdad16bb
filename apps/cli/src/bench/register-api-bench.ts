import { openDatabase } from '#database';
import type { Command } from 'commander';
import { findApi, findDatabaseUrl } from '../local-state.js';
import { positive } from '../positive.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ApiBenchOptions, benchApi } from './api-bench.js';

/** Adds `bench api` to the bench commands. */
export function registerApiBench(bench: Command): void {
  bench
    .command('api')
    .description(
      'Milliseconds of the API over 100,000 open incidents, which it plants and removes again. Needs npm start; ' +
        'give it an installation of its own: npm start -- --no-demo.',
    )
    .option('--incidents <n>', 'open incidents', positive, 100_000)
    .option('--requests <n>', 'requests of each kind', positive, 200)
    .option('--json', 'figures as JSON Lines instead of a table')
    .action(async ({ json, ...options }: { json?: true } & ApiBenchOptions) => {
      const { url, token } = await findApi();
      const database = await openDatabase({
        url: await findDatabaseUrl(),
        applicationName: 'tunewarden-bench',
      });
      try {
        const figures = await benchApi({ url, token: token.reveal(), database }, options);
        const lines = json === true ? openJsonLines() : undefined;
        for (const figure of figures) {
          const { question, n, p50, p95, p99 } = figure;
          await lines?.write(figure);
          if (lines === undefined) {
            process.stdout.write(`${question}: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (n = ${n})\n`);
          }
        }
      } finally {
        await database.close();
      }
    });
}
