import { timingSafeEqual } from 'node:crypto';
import { isPermission, prefixOf, secretDigest } from '#access';
import type { Secret } from '#config';
import { type Database, findToken, touchToken } from '#database';
import type { Request } from 'express';
import { type Login, loginAs, loginByScopes } from './login.js';

/** Knows API tokens: the installation's own, and those that were handed out. */
export class TokenLogins {
  readonly #own: Buffer;

  constructor(
    private readonly database: Database,
    ownToken: Secret,
  ) {
    this.#own = secretDigest(ownToken.reveal());
  }

  /** Whose bearer token the request carries; undefined without one that is in force. */
  async find(request: Request): Promise<Login | undefined> {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return undefined;
    // Digests are of one length, so the comparison tells nothing by its time.
    if (timingSafeEqual(secretDigest(token), this.#own)) return loginAs('admin', 'api-token', null);
    const prefix = prefixOf(token);
    return prefix === undefined ? undefined : this.#handedOut(prefix, secretDigest(token));
  }

  async #handedOut(prefix: string, digest: Buffer): Promise<Login | undefined> {
    const found = await findToken(this.database, prefix);
    if (found === undefined || !timingSafeEqual(found.digest, digest)) return undefined;
    await touchToken(this.database, prefix);
    return loginByScopes(found.scopes.filter(isPermission), `token:${prefix}`, found.tenant);
  }
}
