import { type ChainEnd, chainStart, followChain } from '#access';
import { type Database, readAuditAfter, readAuditHead } from '#database';

/** What a look at the whole audit log found. */
export interface AuditVerdict {
  readonly ok: boolean;
  /** Rows that follow from each other, from the first on. */
  readonly rows: number;
  /** Of the last of them: note it elsewhere, and nobody can cut the log off behind it unseen. */
  readonly digest: string;
  readonly brokenAt?: string;
  readonly why?: 'missing' | 'changed' | 'cut off' | 'not the noted one';
}

/** A row that was noted before: the chain must still go through it. */
export interface NotedRow {
  readonly rows: bigint;
  readonly digest: string;
}

const pageSize = 1000;

/** Follows the chain from the first row to the head that the database keeps, computing every digest anew. */
export function verifyAudit(database: Database, noted?: NotedRow): Promise<AuditVerdict> {
  return database.transaction(async (tx) => {
    // One snapshot: rows that are added meanwhile belong to the next look.
    await tx.rows('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const head = await readAuditHead(tx);
    let end: ChainEnd = chainStart;
    for (;;) {
      const rows = await readAuditAfter(tx, end.entryId, pageSize);
      for (const row of rows) {
        const next = followChain(end, [row]);
        if ('why' in next) return verdictOf(end, next.entryId, next.why);
        end = next;
        if (noted?.rows === end.entryId && noted.digest !== end.digest.toString('hex'))
          return verdictOf(end, row.entryId, 'not the noted one');
      }
      if (rows.length < pageSize) break;
    }
    const isCut = !head.digest.equals(end.digest) || (noted !== undefined && noted.rows > end.entryId);
    return isCut ? verdictOf(end, String(end.entryId + 1n), 'cut off') : verdictOf(end);
  });
}

function verdictOf(end: ChainEnd, brokenAt?: string, why?: AuditVerdict['why']): AuditVerdict {
  const found = { rows: Number(end.entryId), digest: end.digest.toString('hex') };
  return brokenAt === undefined ? { ok: true, ...found } : { ok: false, ...found, brokenAt, why };
}
