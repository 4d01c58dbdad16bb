import { scanInteraction } from '#detection';
import { type Command, InvalidArgumentError } from 'commander';
import { startProgress } from '../progress.js';
import { readJsonLines } from '../read-json-lines.js';
import { loadRuleSet } from '../rules/load-rules.js';
import { exitCodes } from '../run-program.js';
import { openJsonLines } from '../write-json-lines.js';
import { type FailCondition, failConditions, meetsCondition, scanLine } from './scan-line.js';
import { scanRowSchema } from './scan-row.js';

interface ScanOptions {
  readonly failOn?: readonly FailCondition[];
  readonly rules?: string;
  readonly strict?: boolean;
}

/** Adds `scan <file>` to the command line. */
export function registerScan(program: Command): void {
  program
    .command('scan')
    .description(
      'Detect attacks in a file and say whether they worked: a JSON line an input, in input order.',
    )
    .argument(
      '<file>',
      'native interactions or rows {id, text, response?, system?, turns?, where?}, JSON Lines; "-" is stdin, .gz is unpacked',
    )
    .option('--fail-on <list>', `exit with 1 where any input is so: ${failConditions.join(', ')}`, conditions)
    .option('--rules <dir>', 'your own rules, beside the shipped ones')
    .option('--strict', 'stop at the first bad line')
    .action(scan);
}

/** The conditions that a list with commas names. Throws where one is none. */
function conditions(list: string): readonly FailCondition[] {
  return list.split(',').map((name) => {
    const condition = failConditions.find((known) => known === name.trim());
    if (condition === undefined) throw new InvalidArgumentError(`Want any of ${failConditions.join(', ')}.`);
    return condition;
  });
}

async function scan(file: string, { failOn = [], rules, strict = false }: ScanOptions): Promise<void> {
  const ruleSet = await loadRuleSet(rules);
  const output = openJsonLines();
  const progress = startProgress('inputs');
  for await (const { value, lineNumber } of readJsonLines(file, { schema: scanRowSchema, strict })) {
    const signal = scanInteraction(value.input, ruleSet);
    if (failOn.some((condition) => meetsCondition(signal, condition))) process.exitCode = exitCodes.found;
    await output.write(scanLine(value.id ?? `line-${lineNumber}`, signal));
    progress.advance();
  }
  progress.end();
}
