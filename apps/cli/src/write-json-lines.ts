import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes one value a line. */
export interface JsonLineWriter {
  /** Resolves when the reader has room for more. */
  write(value: unknown): Promise<void>;
}

/** A writer to `output`, stdout by default. Ends the process quietly where the reader has gone (`… | head`). */
export function openJsonLines(output: Writable = process.stdout): JsonLineWriter {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    write: async (value) => {
      if (!output.write(`${JSON.stringify(value)}\n`)) await once(output, 'drain');
    },
  };
}
