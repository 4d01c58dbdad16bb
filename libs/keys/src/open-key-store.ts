import { readFileSync } from 'node:fs';
import { AppError } from '#kernel';
import { z } from 'zod';
import { environmentKeyStore } from './environment-key-store.js';
import { fileKeyStore } from './file-key-store.js';
import type { KeyStore } from './key-store.js';

const hexKey = z.string().regex(/^[0-9a-f]{64}$/i, 'wants 64 hexadecimal digits (openssl rand -hex 32)');

/** The variables that say where keys are; for an app's configuration schema. */
export const keyConfigShape = {
  /** A file that holds every tenant's keys; made with the first one. Collectors share it. */
  KEYS_FILE: z.string().min(1).optional(),
  /** Instead of a file: 64 hexadecimal digits that tenants' masking keys are derived from. */
  MASKING_KEY: hexKey.optional(),
  /** Or a file that holds just these digits. */
  MASKING_KEY_FILE: z.string().min(1).optional(),
  /** The same for the vault. */
  VAULT_KEY: hexKey.optional(),
};

export interface KeyConfig {
  readonly KEYS_FILE?: string | undefined;
  readonly MASKING_KEY?: string | undefined;
  readonly MASKING_KEY_FILE?: string | undefined;
  readonly VAULT_KEY?: string | undefined;
}

/** The key store that the configuration names: the key file where there is one, else the environment. */
export function openKeyStore(config: KeyConfig): KeyStore {
  if (config.KEYS_FILE !== undefined) return fileKeyStore(config.KEYS_FILE);
  const masking = config.MASKING_KEY ?? hexOf(config.MASKING_KEY_FILE);
  return environmentKeyStore({
    ...(masking !== undefined && { masking: Buffer.from(masking, 'hex') }),
    ...(config.VAULT_KEY !== undefined && { vault: Buffer.from(config.VAULT_KEY, 'hex') }),
  });
}

function hexOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return hexKey.parse(readFileSync(file, 'utf8').trim());
  } catch (cause) {
    const message = 'MASKING_KEY_FILE names no readable file with 64 hexadecimal digits';
    throw new AppError('config.invalid', message, false, cause);
  }
}
