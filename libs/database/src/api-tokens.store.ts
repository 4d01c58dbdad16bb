import type { Sql } from './database.js';

/** An API token as it is listed: nothing of its secret. */
export interface StoredToken {
  readonly tokenId: string;
  readonly prefix: string;
  readonly name: string;
  /** null: all tenants. */
  readonly tenant: string | null;
  /** Names of permissions. */
  readonly scopes: string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A token to be kept; of its text only the digest. */
export interface NewToken {
  readonly tokenId: string;
  readonly prefix: string;
  readonly digest: Buffer;
  readonly name: string;
  readonly tenant: string | null;
  readonly scopes: readonly string[];
  readonly createdBy: string;
  readonly days: number;
}

const columns = `token_id AS "tokenId", prefix, name, tenant, scopes, created_by AS "createdBy",
  created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"`;

/** The token as it was kept. */
export async function insertToken(tx: Sql, token: NewToken): Promise<StoredToken> {
  const [row] = await tx.rows<StoredToken>(
    `INSERT INTO api_tokens (token_id, prefix, digest, name, tenant, scopes, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6::text[], $7, now() + make_interval(days => $8)) RETURNING ${columns}`,
    [
      token.tokenId,
      token.prefix,
      token.digest,
      token.name,
      token.tenant,
      token.scopes,
      token.createdBy,
      token.days,
    ],
  );
  return row!;
}

/** The token of an id or a prefix that is revoked with this call; undefined where none of the tenant is in force. */
export async function revokeToken(
  tx: Sql,
  { name, tenant, by }: { readonly name: string; readonly tenant: string | null; readonly by: string },
): Promise<StoredToken | undefined> {
  const [row] = await tx.rows<StoredToken>(
    `UPDATE api_tokens SET revoked_at = clock_timestamp(), revoked_by = $3
     WHERE (token_id::text = $1 OR prefix = $1) AND ($2::text IS NULL OR tenant = $2) AND revoked_at IS NULL
     RETURNING ${columns}`,
    [name, tenant, by],
  );
  return row;
}

/** What tokens are asked for. */
export interface TokenQuery {
  /** null: of every tenant. */
  readonly tenant: string | null;
  /** The creation time, in microseconds since the epoch, and the id that a page comes after. */
  readonly after?: readonly [string, string] | undefined;
  readonly limit: number;
}

/** Tokens, revoked and expired ones too, the newest first. */
export function readTokens(
  sql: Sql,
  { tenant, after, limit }: TokenQuery,
): Promise<(StoredToken & { readonly createdUs: string })[]> {
  return sql.rows(
    `SELECT ${columns}, (extract(epoch FROM created_at) * 1000000)::bigint AS "createdUs" FROM api_tokens
     WHERE ($1::text IS NULL OR tenant = $1) AND ($2::bigint IS NULL OR (created_at, token_id)
       < ('epoch'::timestamptz + $2::bigint * interval '1 microsecond', $3::uuid))
     ORDER BY created_at DESC, token_id DESC LIMIT $4`,
    [tenant, after?.[0], after?.[1], limit],
  );
}

/** The digest of a token in force, and what it may; undefined for one that is unknown, revoked or expired. */
export async function findToken(
  sql: Sql,
  prefix: string,
): Promise<{ digest: Buffer; tenant: string | null; scopes: string[] } | undefined> {
  const [row] = await sql.rows<{ digest: Buffer; tenant: string | null; scopes: string[] }>(
    `SELECT digest, tenant, scopes FROM api_tokens
     WHERE prefix = $1 AND revoked_at IS NULL AND expires_at > now()`,
    [prefix],
  );
  return row;
}

/** Notes that a token was used; to the minute, so that a busy script does not write with every call. */
export async function touchToken(sql: Sql, prefix: string): Promise<void> {
  await sql.rows(
    `UPDATE api_tokens SET last_used_at = now()
     WHERE prefix = $1 AND coalesce(last_used_at < now() - interval '1 minute', true)`,
    [prefix],
  );
}
