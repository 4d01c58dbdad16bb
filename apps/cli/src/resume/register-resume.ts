import { type Database, appendAudit } from '#database';
import type { Command } from 'commander';
import { operatorOption } from '../operator.js';
import { exitCodes } from '../run-program.js';
import { withDatabase } from '../with-database.js';
import { openJsonLines } from '../write-json-lines.js';

/** Adds `resume <topic>` to the command line. */
export function registerResume(program: Command): void {
  program
    .command('resume')
    .description('Read a source topic again that collectors stopped since most of it was dead letters.')
    .argument('<topic>', 'the topic')
    .addOption(operatorOption())
    .action((topic: string, { by }: { readonly by: string }) =>
      withDatabase('resume', async (database) => {
        const resumed = await resume(database, topic, by);
        await openJsonLines().write({ topic, resumed });
        if (resumed) return;
        process.stderr.write(`tunewarden: ${topic} is not stopped\n`);
        process.exitCode = exitCodes.failed;
      }),
    );
}

/** Lets collectors read the topic again; false where it was not stopped. */
function resume(database: Database, topic: string, by: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const resumed = await tx.execute('DELETE FROM stopped_topics WHERE topic = $1', [topic]);
    if (resumed === 0) return false;
    await appendAudit(tx, { who: by, action: 'resume', subject: `topic ${topic}`, detail: {} });
    return true;
  });
}
