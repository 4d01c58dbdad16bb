import type { Database, Sql } from '#database';
import type { SlackRef } from '../channels/slack/slack-client.js';

/** A summary that this worker may post until its lease ends. */
export interface ClaimedPost {
  readonly tenant: string;
  readonly week: string;
  /** Attempts including this one; from the second on an earlier one may have arrived. */
  readonly attempts: number;
  readonly owedAtMs: number;
  readonly fencingToken: string;
  /** The document as JSON. */
  readonly document: string;
}

const leaseSeconds = 60;

/** The summary that has waited the longest to be posted, leased to the caller; others skip it meanwhile. */
export async function claimPost(database: Database): Promise<ClaimedPost | undefined> {
  const [row] = await database.rows<{
    tenant: string;
    week: string;
    attempts: number;
    owed_at: Date;
    fencing_token: string;
    document: Buffer;
  }>(
    `UPDATE summary_posts p SET fencing_token = fencing_token + 1, attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
     FROM summaries s
     WHERE s.tenant = p.tenant AND s.week = p.week AND (p.tenant, p.week) = (
       SELECT tenant, week FROM summary_posts
       WHERE state = 'pending' AND due_at <= clock_timestamp()
         AND (lease_until IS NULL OR lease_until < clock_timestamp())
       ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING p.tenant, p.week, p.attempts, p.owed_at, p.fencing_token, s.document`,
  );
  if (row === undefined) return undefined;
  return {
    tenant: row.tenant,
    week: row.week,
    attempts: row.attempts,
    owedAtMs: row.owed_at.getTime(),
    fencingToken: row.fencing_token,
    document: row.document.toString('utf8'),
  };
}

/** What becomes of a post after an attempt. */
export interface PostNext {
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly ref: SlackRef | undefined;
  readonly dueAtMs: number;
  readonly reason: string | undefined;
}

/** Settles a claimed post; where the lease was lost and another worker has it, nothing changes. */
export async function settlePost(sql: Sql, claimed: ClaimedPost, next: PostNext): Promise<void> {
  await sql.rows(
    `UPDATE summary_posts SET state = $4, provider_ref = $5::jsonb, due_at = $6, last_reason = $7, lease_until = NULL
     WHERE tenant = $1 AND week = $2 AND fencing_token = $3`,
    [
      claimed.tenant,
      claimed.week,
      claimed.fencingToken,
      next.state,
      next.ref === undefined ? null : JSON.stringify(next.ref),
      new Date(next.dueAtMs),
      next.reason ?? null,
    ],
  );
}
