import { hkdfSync } from 'node:crypto';
import { AppError } from '#kernel';
import type { KeyPurpose, KeyStore, NamedKey } from './key-store.js';

/** The installation's keys by purpose, 32 bytes each. */
export type RootKeys = Readonly<Partial<Record<KeyPurpose, Buffer>>>;

const variables: Readonly<Record<KeyPurpose, string>> = { masking: 'MASKING_KEY', vault: 'VAULT_KEY' };

/** Keys derived from the installation's own, one a tenant. They live as long as the variable does. */
export function environmentKeyStore(roots: RootKeys): KeyStore {
  const derived = new Map<string, NamedKey>();
  const current = (tenant: string, purpose: KeyPurpose): NamedKey => {
    const known = derived.get(`${purpose} ${tenant}`);
    if (known !== undefined) return known;
    const root = roots[purpose];
    if (root === undefined) {
      throw new AppError(
        'keys.none',
        `There is no ${purpose} key: set ${variables[purpose]} or KEYS_FILE`,
        false,
      );
    }
    const named = { id: 'environment', key: deriveTenantKey(root, tenant, purpose) };
    if (derived.size < 10_000) derived.set(`${purpose} ${tenant}`, named);
    return named;
  };
  return {
    current,
    all: (tenant, purpose) => (roots[purpose] === undefined ? [] : [current(tenant, purpose)]),
  };
}

/** The key of one tenant (HKDF-SHA256, RFC 5869). */
function deriveTenantKey(root: Buffer, tenant: string, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', root, '', `tunewarden ${purpose} ${tenant}`, 32));
}
