import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A random secret of `length` hexadecimal digits that stays the same from run to run: made on first use and
 * kept in a file that only its owner can read.
 */
export async function keptSecret(file: string, length: number): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  // An empty file is what a crash between opening and writing leaves.
  if (kept.trim() !== '') return kept.trim();
  const secret = randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
