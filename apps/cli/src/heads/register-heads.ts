import { writeFile } from 'node:fs/promises';
import { headsPath } from '#config';
import { encodeHeads, trainHeads } from '#detection';
import type { Command } from 'commander';
import { positive } from '../positive.js';
import { loadRuleSet } from '../rules/load-detector.js';
import { openJsonLines } from '../write-json-lines.js';
import { type CorpusRow, readCorpus } from './read-corpus.js';
import { labelledResponsesOf, trainingTextsOf } from './training-rows.js';

interface TrainOptions {
  readonly data: string;
  readonly out: string;
  readonly seed: number;
}

/** Adds `heads train` to the command line. */
export function registerHeads(program: Command): void {
  program
    .command('heads')
    .description('The trained heads of detection.')
    .command('train')
    .description(
      'Train and calibrate the heads on the train rows of a folder of labelled texts; same data, same bytes.',
    )
    .requiredOption('--data <folder>', 'JSON Lines files with text, label, category, source, split')
    .option('--out <file>', 'where the heads go', headsPath())
    .option('--seed <n>', 'of the order of examples and the texts that the grammar writes', positive, 20_261)
    .action(train);
}

async function train({ data, out, seed }: TrainOptions): Promise<void> {
  const rows = (await readCorpus(data)).filter(({ split }) => split === 'train');
  const heads = trainHeads({
    texts: trainingTextsOf(rows),
    responses: labelledResponsesOf(rows),
    rules: await loadRuleSet(),
    seed,
  });
  const bytes = encodeHeads(heads);
  await writeFile(out, bytes);
  const output = openJsonLines();
  for (const line of sourcesOf(rows)) await output.write(line);
  await output.write({ written: out, bytes: bytes.length });
}

/** How many rows of which source and licence went in, for the model card. */
function sourcesOf(rows: readonly CorpusRow[]) {
  const groups = Map.groupBy(rows, ({ source, licence }) => `${source} | ${licence}`);
  return [...groups].map(([source, { length }]) => ({ source, rows: length }));
}
