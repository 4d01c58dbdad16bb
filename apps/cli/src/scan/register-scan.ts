import { scanInteraction } from '#detection';
import { type Command, InvalidArgumentError } from 'commander';
import { startProgress } from '../progress.js';
import { readJsonLines } from '../read-json-lines.js';
import { loadDetector } from '../rules/load-detector.js';
import { exitCodes } from '../run-program.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ScannedLine, compareScans, scannedLineSchema } from './compare-scans.js';
import { type FailCondition, failConditions, meetsCondition, scanLine } from './scan-line.js';
import { scanRowSchema } from './scan-row.js';

interface ScanOptions {
  readonly failOn?: readonly FailCondition[];
  readonly rules?: string;
  readonly corpusIndex?: string;
  readonly compare?: string;
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
    .option('--corpus-index <file>', 'also look for the tuning corpus in responses; see corpus-index')
    .option(
      '--compare <old>',
      'print what two outputs of scan say differently: scan --compare old.json new.json',
    )
    .option('--strict', 'stop at the first bad line')
    .action((file: string, options: ScanOptions) =>
      options.compare === undefined ? scan(file, options) : compare(options.compare, file, options),
    );
}

/** The conditions that a list with commas names. Throws where one is none. */
function conditions(list: string): readonly FailCondition[] {
  return list.split(',').map((name) => {
    const condition = failConditions.find((known) => known === name.trim());
    if (condition === undefined) throw new InvalidArgumentError(`Want any of ${failConditions.join(', ')}.`);
    return condition;
  });
}

/** A line a change, then a summary: what would be added, removed or come out differently. */
async function compare(oldFile: string, newFile: string, { strict = false }: ScanOptions): Promise<void> {
  const { changes, compared } = compareScans(await linesOf(oldFile, strict), await linesOf(newFile, strict));
  const output = openJsonLines();
  for (const change of changes) await output.write(change);
  const count = (kind: string) => changes.filter(({ change }) => change === kind).length;
  const [added, removed, outcome] = ['added', 'removed', 'outcome'].map(count);
  await output.write({ summary: { compared, added, removed, outcome } });
}

async function linesOf(file: string, strict: boolean): Promise<readonly ScannedLine[]> {
  const lines: ScannedLine[] = [];
  for await (const { value } of readJsonLines(file, { schema: scannedLineSchema, strict })) lines.push(value);
  return lines;
}

async function scan(file: string, { failOn = [], strict = false, ...own }: ScanOptions): Promise<void> {
  const detector = await loadDetector(own);
  const output = openJsonLines();
  const progress = startProgress('inputs');
  for await (const { value, lineNumber } of readJsonLines(file, { schema: scanRowSchema, strict })) {
    const signal = scanInteraction(value.input, detector);
    if (failOn.some((condition) => meetsCondition(signal, condition))) process.exitCode = exitCodes.found;
    await output.write(scanLine(value.id ?? `line-${lineNumber}`, signal));
    progress.advance();
  }
  progress.end();
}
