import { createHash } from 'node:crypto';

const shape = /^tw_([0-9a-f]{12})_([\w-]{43})$/;

/** An API token: what is handed out once, and what is kept of it. */
export interface ApiToken {
  /** `tw_<prefix>_<secret>`: a secret scanner knows it by its shape. */
  readonly text: string;
  /** Names the token in lists and in the audit log; no part of the secret. */
  readonly prefix: string;
  readonly digest: Buffer;
}

/** The token of random bytes: 6 for the prefix, 32 for the secret. */
export function apiTokenOf(random: { readonly prefix: Buffer; readonly secret: Buffer }): ApiToken {
  const prefix = random.prefix.toString('hex');
  const text = `tw_${prefix}_${random.secret.toString('base64url')}`;
  return { text, prefix, digest: secretDigest(text) };
}

/** The prefix of what may be an API token; undefined for any other text. */
export function prefixOf(text: string): string | undefined {
  return shape.exec(text)?.[1];
}

/** SHA-256: enough for a secret of 256 random bits, which nobody can guess, fast or slowly. */
export function secretDigest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
