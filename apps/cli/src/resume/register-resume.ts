import { openDatabase } from '#database';
import type { Command } from 'commander';
import { findDatabaseUrl } from '../local-state.js';
import { exitCodes } from '../run-program.js';
import { openJsonLines } from '../write-json-lines.js';

/** Adds `resume <topic>` to the command line. */
export function registerResume(program: Command): void {
  program
    .command('resume')
    .description('Read a source topic again that collectors stopped since most of it was dead letters.')
    .argument('<topic>', 'the topic')
    .action(async (topic: string) => {
      const database = await openDatabase({
        url: await findDatabaseUrl(),
        applicationName: 'tunewarden-resume',
      });
      try {
        const resumed = await database.execute('DELETE FROM stopped_topics WHERE topic = $1', [topic]);
        await openJsonLines().write({ topic, resumed: resumed === 1 });
        if (resumed === 0) {
          process.stderr.write(`tunewarden: ${topic} is not stopped\n`);
          process.exitCode = exitCodes.failed;
        }
      } finally {
        await database.close();
      }
    });
}
