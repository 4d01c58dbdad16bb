import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { AppError, describeError } from '#kernel';
import { z } from 'zod';
import type { KeyPurpose } from './key-store.js';

const keySchema = z.strictObject({
  id: z.string().min(1).max(40),
  tenant: z.string().min(1).max(64),
  purpose: z.enum(['masking', 'vault']),
  created_at: z.iso.datetime(),
  key: z.string().regex(/^[0-9a-f]{64}$/),
});
const fileSchema = z.strictObject({ version: z.literal(1), keys: z.array(keySchema) });
export type StoredKey = z.infer<typeof keySchema>;

const longestLockMs = 10_000;

/** The keys of a key file, the oldest first; none where there is no file yet. Throws an AppError where it is another. */
export function readKeyFile(file: string): readonly StoredKey[] {
  if (!existsSync(file)) return [];
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).keys;
  } catch (cause) {
    const what = cause instanceof z.ZodError ? 'is no key file' : describeError(cause);
    throw new AppError('keys.unreadable', `The key file ${file} cannot be used: ${what}`, false);
  }
}

/**
 * Changes the key file, one process at a time: whole or not at all, readable by its owner alone. Answers its new keys.
 */
export function changeKeyFile(
  file: string,
  change: (keys: readonly StoredKey[]) => readonly StoredKey[],
): readonly StoredKey[] {
  return whileLocked(`${file}.lock`, () => {
    const before = readKeyFile(file);
    const keys = change(before);
    if (keys === before) return before;
    const draft = `${file}.new`;
    writeFileSync(draft, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
    return keys;
  });
}

/** A new random key. */
export function newKey(tenant: string, purpose: KeyPurpose): StoredKey {
  return {
    id: randomBytes(6).toString('hex'),
    tenant,
    purpose,
    created_at: new Date().toISOString(),
    key: randomBytes(32).toString('hex'),
  };
}

function whileLocked<T>(lock: string, work: () => T): T {
  const startedAt = performance.now();
  while (!taken(lock)) {
    if (performance.now() - startedAt > longestLockMs) {
      throw new AppError('keys.locked', `Another process holds ${lock}; remove it if none runs`, true);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** A lock that its process left behind when it was killed is taken over. */
function taken(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new AppError(
        'keys.unwritable',
        `The key file cannot be changed: ${describeError(error)}`,
        false,
        error,
      );
    }
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > longestLockMs) rmSync(lock, { force: true });
    return false;
  }
}
