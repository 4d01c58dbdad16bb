import { createWriteStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { AppError } from '#kernel';
import { openJsonLines } from '../write-json-lines.js';
import { type TimedTurn, planHistory } from './history.js';
import { writeTurn } from './write-turn.js';

/** How many interactions the file holds now. Packed where its name ends in `.gz`; `-` is stdout. */
export async function writeHistory(file: string, seed: number, endMs: number): Promise<number> {
  const turns = planHistory(seed, endMs);
  if (file === '-') await print(turns);
  else await save(turns, file);
  return turns.length;
}

async function print(turns: readonly TimedTurn[]): Promise<void> {
  const output = openJsonLines();
  for (const { session, index, atMs } of turns) await output.write(writeTurn(session, index, atMs));
}

async function save(turns: readonly TimedTurn[], file: string): Promise<void> {
  function* lines(): Generator<string> {
    for (const { session, index, atMs } of turns)
      yield `${JSON.stringify(writeTurn(session, index, atMs))}\n`;
  }
  const packed = file.endsWith('.gz') ? createGzip({ level: 1 }) : new PassThrough();
  try {
    await pipeline(Readable.from(lines()), packed, createWriteStream(file));
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    throw new AppError('cli.unwritable', `${file} cannot be written: ${code}`, false, cause);
  }
}
