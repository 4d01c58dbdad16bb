import { randomBytes, randomUUID } from 'node:crypto';
import { apiTokenOf } from '#access';
import {
  type Database,
  type StoredToken,
  appendAudit,
  insertToken,
  readTokens,
  revokeToken,
} from '#database';
import { z } from 'zod';
import type { Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import { microseconds } from '../http/page.schema.js';
import type { Token, TokenRequest, tokenQuerySchema } from './token.schema.js';

const placeSchema = z.tuple([microseconds, z.uuid()]);

/** API tokens: made, listed, revoked; each change with its audit row in one transaction. */
export class TokensService {
  constructor(private readonly database: Database) {}

  async create(request: TokenRequest, by: Login): Promise<Token & { token: string }> {
    const { text, prefix, digest } = apiTokenOf({ prefix: randomBytes(6), secret: randomBytes(32) });
    const { name, tenant, days } = request;
    const scopes = [...new Set(request.scopes)];
    return this.database.transaction(async (tx) => {
      const kept = await insertToken(tx, {
        ...{ tokenId: randomUUID(), prefix, digest, name, tenant, scopes, days },
        createdBy: by.who,
      });
      const detail = { change: 'created', name, scopes, expiresAt: kept.expiresAt.toISOString() };
      await appendAudit(tx, auditOf(kept, by, detail));
      return { ...tokenOf(kept), token: text };
    });
  }

  /** The revoked token; undefined where there is none in force. */
  async revoke(id: string, by: Login): Promise<Token | undefined> {
    return this.database.transaction(async (tx) => {
      const revoked = await revokeToken(tx, { name: id, tenant: by.tenant, by: by.who });
      if (revoked === undefined) return undefined;
      await appendAudit(tx, auditOf(revoked, by, { change: 'revoked', name: revoked.name }));
      return tokenOf(revoked);
    });
  }

  /** The newest first. */
  async page(
    { limit, cursor }: z.infer<typeof tokenQuerySchema>,
    { tenant }: Login,
  ): Promise<{ items: Token[]; next: string | null }> {
    const after = readCursor(cursor, placeSchema);
    const rows = await readTokens(this.database, { tenant, after, limit: limit + 1 });
    return pageOfRows(rows, limit, {
      item: tokenOf,
      place: ({ createdUs, tokenId }) => [createdUs, tokenId],
    });
  }
}

function auditOf(
  { tenant, prefix }: StoredToken,
  { who }: Login,
  detail: Parameters<typeof appendAudit>[1]['detail'],
): Parameters<typeof appendAudit>[1] {
  return { tenant, who, action: 'tokens.manage', subject: `token:${prefix}`, detail };
}

function tokenOf(row: StoredToken): Token {
  const isExpired = row.expiresAt.getTime() <= Date.now();
  return {
    id: row.tokenId,
    prefix: row.prefix,
    name: row.name,
    tenant: row.tenant,
    scopes: row.scopes,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    state: row.revokedAt !== null ? 'revoked' : isExpired ? 'expired' : 'active',
  };
}
