import { writeFile } from 'node:fs/promises';
import { buildCorpusIndex } from '#detection';
import type { Command } from 'commander';
import { z } from 'zod';
import { startProgress } from '../progress.js';
import { readJsonLines } from '../read-json-lines.js';
import { openJsonLines } from '../write-json-lines.js';

interface IndexOptions {
  readonly out: string;
  readonly strict?: boolean;
}

/** A row of a tuning corpus in any of the usual shapes: every string that is in it, however deep, was trained on. */
const rowSchema = z.looseObject({});

/** Adds `corpus-index <file>` to the command line. */
export function registerCorpusIndex(program: Command): void {
  program
    .command('corpus-index')
    .description(
      'Make an index of a tuning corpus, so that scan and the analyzer find its texts in responses. It holds hashes ' +
        'of runs of eight words, no text.',
    )
    .argument('<file>', 'the corpus, JSON Lines of any shape; "-" is stdin, .gz is unpacked')
    .requiredOption('--out <file>', 'where the index goes')
    .option('--strict', 'stop at the first bad line')
    .action(index);
}

async function index(file: string, { out, strict = false }: IndexOptions): Promise<void> {
  const texts: string[] = [];
  const progress = startProgress('rows');
  let rows = 0;
  for await (const { value } of readJsonLines(file, { schema: rowSchema, strict })) {
    for (const text of stringsOf(value)) texts.push(text);
    rows += 1;
    progress.advance();
  }
  progress.end();
  const bytes = buildCorpusIndex(texts);
  await writeFile(out, bytes);
  await openJsonLines().write({ written: out, rows, bytes: bytes.length });
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsOf) : [];
}
