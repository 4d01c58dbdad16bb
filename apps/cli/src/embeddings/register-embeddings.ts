import { readFile, writeFile } from 'node:fs/promises';
import { fitEmbeddingLayer } from '#detection';
import { AppError } from '#kernel';
import { type EmbeddingService, embedText } from '#outbound';
import type { Command } from 'commander';
import { type CorpusRow, readCorpus } from '../heads/read-corpus.js';
import { positive } from '../positive.js';
import { startProgress } from '../progress.js';
import { openJsonLines } from '../write-json-lines.js';

interface FitOptions {
  readonly data: string;
  readonly url: string;
  readonly model: string;
  readonly tokenFile?: string;
  readonly out: string;
  readonly most: number;
  readonly timeout: number;
}

/** As the analyzer reads them. */
const readCharacters = 2_000;
const atOnce = 4;

/** Adds `embeddings fit` to the command line. */
export function registerEmbeddings(program: Command): void {
  const embeddings = program
    .command('embeddings')
    .description('The optional further scorer of detection, which asks an embedding service of your own.');
  embeddings
    .command('fit')
    .description(
      'Fit the layer that tells attacks from ordinary texts by their embeddings, and calibrate it. The texts of the ' +
        'folder go to the service.',
    )
    .requiredOption(
      '--data <folder>',
      'JSON Lines files with text, label, category, source, split; train rows are read',
    )
    .requiredOption('--url <url>', 'an endpoint as OpenAI describes /v1/embeddings')
    .requiredOption('--model <name>', 'the embedding model to ask for')
    .option('--token-file <file>', 'a file that holds its bearer token')
    .requiredOption('--out <file>', 'where the layer goes; EMBEDDINGS_LAYER_FILE of the analyzer')
    .option('--most <n>', 'texts of each label', positive, 4_000)
    .option('--timeout <ms>', 'for one text', positive, 10_000)
    .action(fit);
}

async function fit({ data, url, model, tokenFile, out, most, timeout }: FitOptions): Promise<void> {
  const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
  const service = { url, model, token, timeoutMs: timeout };
  const rows = (await readCorpus(data)).filter(({ split }) => split === 'train');
  const isAttack = ({ label, turns, category }: CorpusRow): boolean =>
    label === 'attack' && turns === undefined && category !== 'harmful_request';
  const attacks = await embedAll(service, spread(rows.filter(isAttack), most));
  const ordinary = await embedAll(
    service,
    spread(
      rows.filter(({ label }) => label === 'benign'),
      most,
    ),
  );
  const layer = fitEmbeddingLayer({ model, attacks, ordinary });
  if (!layer.ok) throw new AppError('cli.no-embedding-layer', layer.error, false);
  await writeFile(out, JSON.stringify(layer.value));
  await openJsonLines().write({ written: out, attacks: attacks.length, ordinary: ordinary.length });
}

/** At most so many of the rows, from all over them. */
function spread(rows: readonly CorpusRow[], most: number): readonly CorpusRow[] {
  const every = Math.max(1, rows.length / most);
  return Array.from({ length: Math.min(most, rows.length) }, (_, index) => rows[Math.floor(index * every)]!);
}

async function embedAll(
  service: EmbeddingService,
  rows: readonly CorpusRow[],
): Promise<(readonly number[])[]> {
  const progress = startProgress('texts');
  const embeddings: (readonly number[])[] = [];
  for (let start = 0; start < rows.length; start += atOnce) {
    const some = rows.slice(start, start + atOnce);
    const answers = await Promise.all(
      some.map(({ text }) => embedText(service, text.slice(0, readCharacters))),
    );
    for (const answer of answers) {
      if (!answer.ok)
        throw new AppError('cli.no-embedding', `the service gave no embedding: ${answer.error}`, false);
      embeddings.push(answer.value);
      progress.advance();
    }
  }
  progress.end();
  return embeddings;
}
