import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#kernel';
import { z } from 'zod';
import { readJsonLines } from '../read-json-lines.js';

const rowSchema = z.object({
  text: z.string(),
  label: z.enum(['attack', 'benign']),
  category: z.string(),
  source: z.string(),
  licence: z.string().default('unknown'),
  split: z.enum(['train', 'dev']),
  where: z.enum(['user', 'retrieved', 'tool']).optional(),
  system: z.string().optional(),
  response: z.string().optional(),
  turns: z.array(z.unknown()).optional(),
  response_label: z.enum(['refused', 'complied']).optional(),
});

/** A labelled row of a corpus and the file it stands in. */
export interface CorpusRow extends z.infer<typeof rowSchema> {
  readonly file: string;
}

/** The rows of every `.jsonl` and `.jsonl.gz` file of a folder, files by name. Throws an AppError where there are none. */
export async function readCorpus(folder: string): Promise<readonly CorpusRow[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new AppError(
      'cli.no-corpus',
      `${folder} cannot be read as a folder of labelled texts`,
      false,
      cause,
    );
  });
  const files = names.filter((name) => /\.jsonl(?:\.gz)?$/.test(name)).sort();
  if (files.length === 0)
    throw new AppError('cli.no-corpus', `${folder} has no .jsonl or .jsonl.gz file`, false);
  const rows: CorpusRow[] = [];
  for (const name of files) {
    const file = name.replace(/\.jsonl(?:\.gz)?$/, '');
    for await (const { value } of readJsonLines(join(folder, name), { schema: rowSchema, strict: true })) {
      rows.push({ ...value, file });
    }
  }
  return rows;
}
