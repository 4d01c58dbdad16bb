import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headsPath, readShippedHeads } from '#config';
import { decodeHeads, encodeHeads, trainHeads } from '#detection';
import { AppError } from '#kernel';
import type { Command } from 'commander';
import {
  type Evaluation,
  flaggedByFile,
  keptUnderTransforms,
  leakCurve,
  leaveOneOut,
  refusalsBySource,
} from '../evaluate/evaluate-detection.js';
import { patternsOverMessages } from '../evaluate/evaluate-patterns.js';
import { positive } from '../positive.js';
import { loadRuleSet } from '../rules/load-detector.js';
import { openJsonLines } from '../write-json-lines.js';
import { type CorpusRow, readCorpus } from './read-corpus.js';
import { labelledResponsesOf, trainingTextsOf } from './training-rows.js';

const defaultSeed = 20_261;

interface TrainOptions {
  readonly data: string;
  readonly out: string;
  readonly seed: number;
}

/** Adds `heads train` to the command line. */
export function registerHeads(program: Command): void {
  const heads = program.command('heads').description('The trained heads of detection.');
  heads
    .command('train')
    .description(
      'Train and calibrate the heads on the train rows of a folder of labelled texts; same data, same bytes.',
    )
    .requiredOption('--data <folder>', 'JSON Lines files with text, label, category, source, split')
    .option('--out <file>', 'where the heads go', headsPath())
    .option(
      '--seed <n>',
      'of the order of examples and the texts that the grammar writes',
      positive,
      defaultSeed,
    )
    .action(train);
  heads
    .command('evaluate')
    .description(
      'Measure detection at its shipped threshold, and on sources left out of training: a line a figure, with n and ' +
        'its 95 % interval. Takes a quarter of an hour.',
    )
    .requiredOption('--data <folder>', 'a folder with `open` and `research`')
    .option('--seed <n>', 'of the trainings without a source', positive, defaultSeed)
    .action(evaluate);
}

async function evaluate({ data, seed }: Pick<TrainOptions, 'data' | 'seed'>): Promise<void> {
  const trained = decodeHeads(await readShippedHeads());
  if (!trained.ok) throw new AppError('cli.bad-heads', `the file of trained heads ${trained.error}`, false);
  const evaluation: Evaluation = {
    open: await readCorpus(join(data, 'open')),
    research: await readCorpus(join(data, 'research')),
    trained: trained.value,
    rules: await loadRuleSet(),
    seed,
  };
  const output = openJsonLines();
  for (const part of [
    flaggedByFile,
    keptUnderTransforms,
    leakCurve,
    refusalsBySource,
    patternsOverMessages,
    leaveOneOut,
  ]) {
    for (const measure of part(evaluation)) await output.write(measure);
  }
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
