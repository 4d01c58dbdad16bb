import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { AppError } from '#kernel';
import { planHistory } from './history.js';
import { writeTurn } from './write-turn.js';

/** How many interactions the file holds now. Packed where its name ends in `.gz`; `-` is stdout. */
export async function writeHistory(file: string, seed: number, endMs: number): Promise<number> {
  const turns = planHistory(seed, endMs);
  function* lines(): Generator<string> {
    for (const { session, index, atMs } of turns)
      yield `${JSON.stringify(writeTurn(session, index, atMs))}\n`;
  }
  const source = Readable.from(lines());
  const target = file === '-' ? process.stdout : createWriteStream(file);
  try {
    if (file.endsWith('.gz')) await pipeline(source, createGzip({ level: 1 }), target);
    else await pipeline(source, target);
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new AppError('cli.unwritable', `${file} cannot be written: ${code}`, false, cause);
  }
  return turns.length;
}
