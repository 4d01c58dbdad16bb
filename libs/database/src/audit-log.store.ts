import type { Sql } from './database.js';

/** Something that somebody did, or tried to do. */
export interface AuditEntry {
  /** Whose affair it is; null or absent: the installation's. */
  readonly tenant?: string | null;
  readonly who: string;
  /** What was done; where a permission is needed for it, that permission. */
  readonly action: string;
  readonly subject: string;
  readonly detail: object;
}

/** A row of the audit log in the form in which it goes into the chain (`followChain`). */
export interface StoredAuditRow {
  readonly entryId: string;
  readonly at: string;
  readonly tenant: string | null;
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  readonly digest: Buffer;
}

/**
 * Adds a row to the audit log. Until the transaction ends, everybody else who adds one waits: let it be the last
 * statement of the transaction that it tells of.
 */
export async function appendAudit(
  tx: Sql,
  { tenant, who, action, subject, detail }: AuditEntry,
): Promise<void> {
  await tx.rows(`INSERT INTO audit_log (tenant, who, action, subject, detail) VALUES ($1, $2, $3, $4, $5)`, [
    tenant ?? null,
    who,
    action,
    subject,
    JSON.stringify(detail),
  ]);
}

const columns = `entry_id AS "entryId", to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
  tenant, who, action, subject, detail::text AS detail, digest`;

/** The rows behind `entryId`, the oldest first. */
export function readAuditAfter(sql: Sql, entryId: bigint, limit: number): Promise<StoredAuditRow[]> {
  return sql.rows(`SELECT ${columns} FROM audit_log WHERE entry_id > $1 ORDER BY entry_id LIMIT $2`, [
    entryId,
    limit,
  ]);
}

/** What a page of the audit log is asked for. */
export interface AuditQuery {
  /** null: of every tenant, and of the installation. */
  readonly tenant: string | null;
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  /** Rows before this one. */
  readonly before?: string | null | undefined;
  readonly limit: number;
}

/** The newest rows first. */
export function readAuditPage(
  sql: Sql,
  { tenant, who, action, before, limit }: AuditQuery,
): Promise<StoredAuditRow[]> {
  return sql.rows(
    `SELECT ${columns} FROM audit_log
     WHERE ($1::text IS NULL OR tenant = $1) AND ($2::text IS NULL OR who = $2)
       AND ($3::text IS NULL OR action = $3) AND ($4::bigint IS NULL OR entry_id < $4)
     ORDER BY entry_id DESC LIMIT $5`,
    [tenant, who, action, before, limit],
  );
}

/** Where the database says that the chain ends. */
export async function readAuditHead(sql: Sql): Promise<{ entryId: bigint; digest: Buffer }> {
  const [head] = await sql.rows<{ entry_id: string; digest: Buffer }>(
    `SELECT entry_id, digest FROM audit_head`,
  );
  return { entryId: BigInt(head?.entry_id ?? 0), digest: head?.digest ?? Buffer.alloc(0) };
}
