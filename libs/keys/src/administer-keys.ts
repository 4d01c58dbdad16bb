import { AppError } from '#kernel';
import { changeKeyFile, newKey, readKeyFile } from './key-file.js';
import type { KeyPurpose } from './key-store.js';

/** A key without its bytes. */
export interface KeyDescription {
  readonly id: string;
  readonly tenant: string;
  readonly purpose: KeyPurpose;
  readonly createdAt: string;
  /** The one that is used for what is new. */
  readonly current: boolean;
}

/** Every key of a key file, the oldest first. */
export function listKeys(file: string): readonly KeyDescription[] {
  const keys = readKeyFile(file);
  return keys.map(({ id, tenant, purpose, created_at: createdAt }, at) => ({
    id,
    tenant,
    purpose,
    createdAt,
    current: !keys.slice(at + 1).some((later) => later.tenant === tenant && later.purpose === purpose),
  }));
}

/** A tenant's first key. Throws an AppError where it has one. */
export function createKey(file: string, tenant: string, purpose: KeyPurpose): KeyDescription {
  if (keysOf(file, tenant, purpose).length > 0) {
    throw new AppError(
      'keys.exists',
      `${tenant} has a ${purpose} key already: rotate makes a new one`,
      false,
    );
  }
  return addKey(file, tenant, purpose);
}

/** A new key for what is new; older ones still open and find what they made. Throws where the tenant has none. */
export function rotateKey(file: string, tenant: string, purpose: KeyPurpose): KeyDescription {
  mustHaveKeys(file, tenant, purpose);
  return addKey(file, tenant, purpose);
}

/**
 * Removes every key of a tenant: its tokens can be compared with nothing any more, and its vault does not open again.
 * Answers what was removed. Throws where there is none.
 */
export function destroyKeys(file: string, tenant: string, purpose: KeyPurpose): readonly KeyDescription[] {
  mustHaveKeys(file, tenant, purpose);
  const gone = keysOf(file, tenant, purpose);
  changeKeyFile(file, (keys) => keys.filter((key) => key.tenant !== tenant || key.purpose !== purpose));
  return gone;
}

function addKey(file: string, tenant: string, purpose: KeyPurpose): KeyDescription {
  changeKeyFile(file, (keys) => [...keys, newKey(tenant, purpose)]);
  return keysOf(file, tenant, purpose).at(-1)!;
}

function keysOf(file: string, tenant: string, purpose: KeyPurpose): readonly KeyDescription[] {
  return listKeys(file).filter((key) => key.tenant === tenant && key.purpose === purpose);
}

function mustHaveKeys(file: string, tenant: string, purpose: KeyPurpose): void {
  if (keysOf(file, tenant, purpose).length === 0) {
    throw new AppError('keys.none', `${tenant} has no ${purpose} key in ${file}`, false);
  }
}
