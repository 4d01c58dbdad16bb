/** What a key is for: `masking` makes tokens and pseudonyms, `vault` wraps the keys of sealed originals. */
export type KeyPurpose = 'masking' | 'vault';

/** 32 bytes and the name that tells them from the tenant's other keys. */
export interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Where tenants' keys are: never in the database. A key file and the environment are the two that exist; a key
 * management service would be a third.
 */
export interface KeyStore {
  /** The key that new tokens or entries are made with. Throws an AppError where the tenant has none and gets none. */
  current(tenant: string, purpose: KeyPurpose): NamedKey;
  /** Every key that was not destroyed, the newest first: what was made before a rotation is found by the older ones. */
  all(tenant: string, purpose: KeyPurpose): readonly NamedKey[];
}
