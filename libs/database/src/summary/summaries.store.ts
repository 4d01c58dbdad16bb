import type { SummaryFacts } from '#contracts';
import { appendAudit } from '../audit-log.store.js';
import type { Database, Sql } from '../database.js';
import { type SummaryKey, readSummaryFacts } from './summary-facts.store.js';

/** A summary as it was made. */
export interface KeptSummary {
  readonly tenant: string;
  readonly week: string;
  readonly madeAtMs: number;
  /** The document as JSON, and as a page of HTML. */
  readonly document: string;
  readonly page: string;
}

/** What is made of the facts. */
export interface MadeSummary {
  readonly headline: string;
  readonly document: string;
  readonly page: string;
}

/** How a summary is made where there is none yet. */
export interface SummaryMaking {
  readonly nowMs: number;
  /** Who has it made: a process or a person. */
  readonly by: string;
  /** Whether people are told of it. */
  readonly isPosted: boolean;
  make(facts: SummaryFacts): MadeSummary;
}

/**
 * The kept summary of a tenant's week, and whether this call made it. However many call it at once, one makes it: the
 * lock is held to the end of the transaction, and who waited for it finds the row.
 */
export async function keepSummary(
  database: Database,
  key: SummaryKey,
  making: SummaryMaking,
): Promise<{ readonly kept: KeptSummary; readonly isNew: boolean }> {
  return database.transaction(async (tx) => {
    await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [lockName(key)]);
    const known = await findSummary(tx, key.tenant, key.week.label);
    if (known !== undefined) return { kept: known, isNew: false };
    const made = making.make(await readSummaryFacts(tx, key, making.nowMs));
    await insertSummary(tx, key, made, making);
    const { tenant, week } = key;
    const { document, page } = made;
    const { by: who, isPosted } = making;
    const detail = { headline: made.headline, isPosted };
    await appendAudit(tx, { tenant, who, action: 'summary', subject: `week ${week.label}`, detail });
    return { kept: { tenant, week: week.label, madeAtMs: making.nowMs, document, page }, isNew: true };
  });
}

function lockName({ tenant, week }: SummaryKey): string {
  return `summary/${week.label}/${tenant}`;
}

async function insertSummary(
  tx: Sql,
  { tenant, week }: SummaryKey,
  { headline, document, page }: MadeSummary,
  { nowMs, by, isPosted }: SummaryMaking,
): Promise<void> {
  const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
  await tx.rows(
    `INSERT INTO summaries (tenant, week, headline, from_at, until_at, made_at, made_by, document, page)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tenant,
      week.label,
      headline,
      new Date(week.fromMs),
      new Date(week.untilMs),
      new Date(nowMs),
      by,
      bytes(document),
      bytes(page),
    ],
  );
  if (isPosted)
    await tx.rows(`INSERT INTO summary_posts (tenant, week) VALUES ($1, $2)`, [tenant, week.label]);
}

/** A kept summary; undefined where that week has none. */
export async function findSummary(sql: Sql, tenant: string, week: string): Promise<KeptSummary | undefined> {
  const [row] = await sql.rows<{ made_at: Date; document: Buffer; page: Buffer }>(
    `SELECT made_at, document, page FROM summaries WHERE tenant = $1 AND week = $2`,
    [tenant, week],
  );
  if (row === undefined) return undefined;
  return {
    tenant,
    week,
    madeAtMs: row.made_at.getTime(),
    document: row.document.toString('utf8'),
    page: row.page.toString('utf8'),
  };
}
