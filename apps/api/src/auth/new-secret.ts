import { randomBytes } from 'node:crypto';

/** A secret that is handed out once; the database only has its digest. */
export interface Issued {
  readonly token: string;
  readonly expiresAt: Date;
}

/** 256 random bits as text for a URL or a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
