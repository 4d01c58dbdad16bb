import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedDirectory } from './yaml-files.js';

/** Where the trained heads that come with Tunewarden lie. */
export function headsPath(): string {
  return join(shippedDirectory('libs/detection/heads'), 'heads.bin');
}

/** The bytes of the trained heads that come with Tunewarden. */
export async function readShippedHeads(): Promise<Uint8Array> {
  return readFile(headsPath());
}
