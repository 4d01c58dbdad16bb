import { randomUUID } from 'node:crypto';
import { type Database, type Sql, appendAudit } from '#database';
import { textDigest } from '#features';
import type { Clock } from '#kernel';
import {
  type RowCounts,
  clearAnswers,
  clearDeadLetters,
  clearFindings,
  markEvidence,
  removeEvidence,
  removeRecentIds,
  removeSessions,
} from './erased-rows.store.js';
import type { Actor } from './find-actor.js';

/** What stays, and why. */
interface Remainder {
  readonly what: string;
  readonly why: string;
  readonly rows?: number;
  readonly incident?: number;
}

/** What an erasure did. It names nobody: `subject` can be compared with an actor by whoever has its tenant's keys. */
export interface ErasureReceipt {
  readonly receipt: string;
  readonly at: string;
  readonly by: string;
  readonly tenant: string;
  readonly subject: readonly string[];
  readonly removed: RowCounts;
  readonly kept: readonly Remainder[];
}

export interface ErasureOptions {
  readonly by: string;
  readonly clock: Clock;
}

/**
 * Removes everything that is stored of an actor, in one transaction with the audit row that holds the receipt. Done
 * again, it removes what has come since.
 */
export function eraseActor(
  database: Database,
  actor: Actor,
  { by, clock }: ErasureOptions,
): Promise<ErasureReceipt> {
  return database.transaction(async (tx) => {
    // Days of counters are read through: it takes as long as it takes.
    await tx.rows(`SET LOCAL statement_timeout = 0`);
    // No incident comes under a hold between the look and the end.
    await tx.rows(`LOCK TABLE legal_holds IN SHARE MODE`);
    await markEvidence(tx, actor);
    const removed = await removeAll(tx, actor);
    const receipt: ErasureReceipt = {
      receipt: randomUUID(),
      at: new Date(clock()).toISOString(),
      by,
      tenant: actor.tenant,
      subject: actor.pseudonyms.map(subjectOf),
      removed,
      kept: [...(await readHeld(tx)), ...alwaysKept],
    };
    await appendAudit(tx, {
      tenant: actor.tenant,
      who: by,
      action: 'erase',
      subject: `erasure ${receipt.receipt}`,
      detail: receipt,
    });
    return receipt;
  });
}

/** A pseudonym of a pseudonym, which stands in no other row. */
export function subjectOf(pseudonym: string): string {
  return textDigest(`erased ${pseudonym}`);
}

async function removeAll(tx: Sql, actor: Actor): Promise<RowCounts> {
  return {
    ...(await removeEvidence(tx, actor)),
    findings: await clearFindings(tx, actor),
    ...(await removeSessions(tx, actor)),
    recent_interactions: await removeRecentIds(tx, actor),
    dead_letters: await clearDeadLetters(tx, actor),
    idempotency_keys: await clearAnswers(tx),
  };
}

async function readHeld(tx: Sql): Promise<readonly Remainder[]> {
  const rows = await tx.rows<{ number: string; reason: string; rows: number }>(
    `SELECT i.number, l.reason, count(*)::int AS rows
     FROM erased JOIN held_evidence h USING (evidence_id, stored_on)
       JOIN legal_holds l ON l.incident_id = h.incident_id AND l.released_at IS NULL
       JOIN incidents i ON i.incident_id = h.incident_id
     GROUP BY i.number, l.reason ORDER BY i.number`,
  );
  return rows.map((row) => ({
    what: 'evidence of a held incident, its findings and its sealed originals',
    why: `legal hold: ${row.reason}`,
    rows: row.rows,
    incident: Number(row.number),
  }));
}

const alwaysKept: readonly Remainder[] = [
  { what: 'buckets', why: 'counters of a model and minute; they name nobody' },
  {
    what: 'session units of sessions that no stored interaction ties to the actor',
    why: 'nothing that is stored says whose they are',
  },
  {
    what: 'seen messages',
    why: 'one-way digests of message texts, forgotten a day after they were seen',
  },
  {
    what: 'what a running analyzer has in memory of the actor: an open conversation, digests of what it asked for',
    why: 'gone ten minutes, or two days, after its last turn; erase once more then',
  },
  {
    what: 'its part in campaigns',
    why: 'a 32-bit digest of who asked, forgotten a day after the last ask of the campaign',
  },
  { what: 'Kafka topics', why: 'their retention is the owner’s of that Kafka' },
  { what: 'messages in Slack and PagerDuty', why: 'they hold masked excerpts; delete them there' },
];
