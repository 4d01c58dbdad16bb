import { statSync } from 'node:fs';
import type { KeyPurpose, KeyStore, NamedKey } from './key-store.js';
import { type StoredKey, changeKeyFile, newKey, readKeyFile } from './key-file.js';

/** A rotation or a destruction is seen after so long at most. */
const lookAgainMs = 1_000;

/** A key file: each tenant gets a random key of its own with its first message, and it can be rotated and destroyed. */
export function fileKeyStore(file: string): KeyStore {
  let byTenant = new Map<string, readonly NamedKey[]>();
  let lookedAtMs = -Infinity;
  let version = '';

  const take = (keys: readonly StoredKey[]): void => {
    byTenant = new Map();
    for (const { tenant, purpose, id, key } of keys) {
      const name = nameOf(tenant, purpose);
      byTenant.set(name, [{ id, key: Buffer.from(key, 'hex') }, ...(byTenant.get(name) ?? [])]);
    }
  };
  const look = (): void => {
    const nowMs = performance.now();
    if (nowMs - lookedAtMs < lookAgainMs) return;
    lookedAtMs = nowMs;
    const found = statSync(file, { throwIfNoEntry: false });
    const seen = `${found?.ino}/${found?.mtimeMs}/${found?.size}`;
    if (seen === version) return;
    take(readKeyFile(file));
    version = seen;
  };
  const all = (tenant: string, purpose: KeyPurpose): readonly NamedKey[] => {
    look();
    return byTenant.get(nameOf(tenant, purpose)) ?? [];
  };
  return {
    all,
    current: (tenant, purpose) => {
      const newest = all(tenant, purpose)[0];
      if (newest !== undefined) return newest;
      take(ensureKey(file, tenant, purpose));
      return byTenant.get(nameOf(tenant, purpose))![0]!;
    },
  };
}

function nameOf(tenant: string, purpose: KeyPurpose): string {
  return JSON.stringify([purpose, tenant]);
}

/** Another process may have been quicker. */
function ensureKey(file: string, tenant: string, purpose: KeyPurpose): readonly StoredKey[] {
  return changeKeyFile(file, (keys) =>
    keys.some((key) => key.tenant === tenant && key.purpose === purpose)
      ? keys
      : [...keys, newKey(tenant, purpose)],
  );
}
