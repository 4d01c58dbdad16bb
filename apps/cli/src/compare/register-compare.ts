import { type Audit, compareWithBase, describeComparison, parseAudit } from '#comparison';
import { type Command, InvalidArgumentError } from 'commander';
import { readJsonLines } from '../read-json-lines.js';
import { openJsonLines } from '../write-json-lines.js';
import { type AttemptLine, attemptLineSchema, countAttempts } from './count-attempts.js';

interface CompareOptions {
  readonly tuned: string;
  readonly base: string;
  readonly audit?: Audit;
}

/** Adds `compare` to the command line. */
export function registerCompare(program: Command): void {
  program
    .command('compare')
    .description(
      'Say whether attacks work more often on a tuned model than on its base, from two outputs of scan: one line.',
    )
    .requiredOption('--tuned <file>', 'what scan printed of the tuned model; "-" is stdin, .gz is unpacked')
    .requiredOption('--base <file>', 'what scan printed of its base')
    .option(
      '--audit <counts>',
      'correct for a judge that errs, by answers that people read: 380/400,385/400 says that of 400 that complied ' +
        'scan found 380, and of 400 that did not 385',
      auditOf,
    )
    .action(async ({ tuned, base, audit }: CompareOptions) => {
      const attempts = countAttempts(await linesOf(tuned), await linesOf(base));
      const comparison = compareWithBase(attempts, audit);
      await openJsonLines().write({ ...comparison, sentence: describeComparison(comparison) });
    });
}

/** Throws where it is not two counts out of two others. */
function auditOf(counts: string): Audit {
  const audit = parseAudit(counts);
  if (audit !== undefined) return audit;
  throw new InvalidArgumentError('Want two counts of found out of all, e.g. 380/400,385/400.');
}

async function linesOf(file: string): Promise<readonly AttemptLine[]> {
  const lines: AttemptLine[] = [];
  for await (const { value } of readJsonLines(file, { schema: attemptLineSchema })) lines.push(value);
  return lines;
}
