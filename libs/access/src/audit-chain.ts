import { createHash } from 'node:crypto';

/** A row of the audit log as the database writes its fields out. */
export interface AuditRow {
  /** 1, 2, 3 …, without a gap. */
  readonly entryId: string;
  /** UTC with microseconds, `2026-11-24T10:12:03.120456Z`. */
  readonly at: string;
  /** Whose it is; null: of the installation. */
  readonly tenant: string | null;
  readonly who: string;
  readonly action: string;
  readonly subject: string;
  /** `jsonb` as PostgreSQL prints it. */
  readonly detail: string;
  readonly digest: Buffer;
}

/** Where a chain ends, and what it was made of. */
export interface ChainEnd {
  readonly entryId: bigint;
  readonly digest: Buffer;
}

/** A row that does not follow from the one before it. */
export interface Break {
  readonly entryId: string;
  readonly why: 'missing' | 'changed';
}

/** Before the first row. */
export const chainStart: ChainEnd = { entryId: 0n, digest: Buffer.alloc(32) };

/**
 * The digest of a row: SHA-256 over the digest before it and its fields, each with its length in front, so that no two
 * rows read the same. The trigger `chain_audit_log` computes the same in SQL.
 */
export function auditDigest(before: Buffer, row: Omit<AuditRow, 'digest'>): Buffer {
  const hash = createHash('sha256').update(before);
  for (const field of [row.entryId, row.at, row.tenant, row.who, row.action, row.subject, row.detail]) {
    const bytes = Buffer.from(field ?? '', 'utf8');
    const length = Buffer.alloc(4);
    length.writeInt32BE(field === null ? -1 : bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

/** Where the chain ends after these rows, in order; or the first of them that does not follow. */
export function followChain(from: ChainEnd, rows: readonly AuditRow[]): ChainEnd | Break {
  let end = from;
  for (const row of rows) {
    const next = end.entryId + 1n;
    if (BigInt(row.entryId) !== next) return { entryId: String(next), why: 'missing' };
    if (!auditDigest(end.digest, row).equals(row.digest)) return { entryId: row.entryId, why: 'changed' };
    end = { entryId: next, digest: row.digest };
  }
  return end;
}
