import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes one value a line. */
export interface JsonLineWriter {
  /** Resolves when the reader has room for more. */
  write(value: unknown): Promise<void>;
}

/** A writer to `output`, stdout by default. */
export function openJsonLines(output: Writable = process.stdout): JsonLineWriter {
  return {
    write: async (value) => {
      if (!output.write(`${JSON.stringify(value)}\n`)) await once(output, 'drain');
    },
  };
}
