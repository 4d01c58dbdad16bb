import type { Sql } from '#database';
import { actorDigest, interactionName, sessionDigest, textDigest } from '#features';
import type { Actor } from './find-actor.js';

/** Rows removed of each table, or changed where the row itself stays. */
export type RowCounts = Readonly<Record<string, number>>;

/**
 * Notes, until the transaction ends, what is stored of an actor's interactions, and which of it a hold keeps: its own,
 * and what has no actor in its sessions.
 */
export async function markEvidence(tx: Sql, { tenant, pseudonyms }: Actor): Promise<void> {
  await tx.rows(
    `CREATE TEMP TABLE erased (evidence_id uuid, stored_on date, model_id text, interaction_id text, session text,
       why_stored text, held boolean) ON COMMIT DROP`,
  );
  await tx.rows(
    `INSERT INTO erased
     SELECT e.evidence_id, e.stored_on, model_id, interaction_id, session, why_stored,
       EXISTS (SELECT FROM held_evidence h WHERE h.evidence_id = e.evidence_id)
     FROM evidence e JOIN models m USING (model_key)
     WHERE m.tenant = $1 AND (e.actor = ANY($2::text[]) OR (e.actor IS NULL AND e.session IN (
       SELECT session FROM evidence WHERE actor = ANY($2::text[]))))`,
    [tenant, pseudonyms],
  );
}

/** Removes the texts that `markEvidence` noted, but for held ones, and what hangs on them. */
export async function removeEvidence(tx: Sql, { tenant, pseudonyms }: Actor): Promise<RowCounts> {
  const sealed = await tx.execute(
    `DELETE FROM vault_entries v WHERE v.tenant = $1
       AND (v.actor = ANY($2::text[]) OR v.evidence_id IN (SELECT evidence_id FROM erased))
       AND NOT EXISTS (SELECT FROM held_evidence h WHERE h.evidence_id = v.evidence_id)`,
    [tenant, pseudonyms],
  );
  const verdicts = await tx.execute(
    `DELETE FROM guardrail_results g WHERE g.tenant = $1
       AND g.interaction_id IN (SELECT interaction_id FROM erased WHERE NOT held)
       AND g.interaction_id NOT IN (SELECT interaction_id FROM erased WHERE held)`,
    [tenant],
  );
  await tx.execute(
    `DELETE FROM finding_evidence f USING erased
     WHERE f.evidence_id = erased.evidence_id AND f.stored_on = erased.stored_on AND NOT held`,
  );
  const byReason = await tx.rows<{ why_stored: string; rows: number }>(
    `WITH gone AS (DELETE FROM evidence e USING erased
       WHERE e.evidence_id = erased.evidence_id AND e.stored_on = erased.stored_on AND NOT held
       RETURNING e.why_stored)
     SELECT why_stored, count(*)::int AS rows FROM gone GROUP BY why_stored ORDER BY why_stored`,
  );
  const evidence = byReason.reduce((sum, { rows }) => sum + rows, 0);
  const sample = byReason.find((row) => row.why_stored === 'sample')?.rows ?? 0;
  return { evidence, evidence_of_samples: sample, vault_entries: sealed, guardrail_results: verdicts };
}

/** Takes the actor out of findings, but for those of a held incident. Answers how many had it. */
export function clearFindings(tx: Sql, { tenant, pseudonyms }: Actor): Promise<number> {
  return tx.execute(
    `UPDATE findings SET body = body - 'actor'
     WHERE tenant = $1 AND body ->> 'actor' = ANY($2::text[]) AND finding_id NOT IN (
       SELECT finding_id FROM incident_findings JOIN legal_holds USING (incident_id) WHERE released_at IS NULL)`,
    [tenant, pseudonyms],
  );
}

/** Removes the sessions, open and closed, that carry the actor or a session of its stored interactions, and what is remembered of how it asks. */
export async function removeSessions(tx: Sql, { tenant, pseudonyms }: Actor): Promise<RowCounts> {
  const sessions = await tx.rows<{ session: string }>(
    `SELECT DISTINCT session FROM erased WHERE session IS NOT NULL`,
  );
  const digests = [
    ...pseudonyms.map((actor) => sessionDigest({ actor, id: '' })),
    ...sessions.map(({ session }) => sessionDigest({ session, id: '' })),
  ].map((digest) => Buffer.from(digest, 'hex'));
  const asked = [
    ...pseudonyms.map((actor) => actorDigest({ tenant, actor })),
    ...sessions.map(({ session }) => actorDigest({ tenant, session })),
  ].flatMap((digest) => (digest === undefined ? [] : [Buffer.from(digest, 'hex')]));
  const ofThem = `session_digest = ANY($1::bytea[])`;
  return {
    open_sessions: await tx.execute(`DELETE FROM open_sessions WHERE ${ofThem}`, [digests]),
    session_units: await tx.execute(`DELETE FROM session_units WHERE ${ofThem}`, [digests]),
    actor_states: await tx.execute(`DELETE FROM actor_states WHERE actor_digest = ANY($1::bytea[])`, [asked]),
    flagged_asks: await tx.execute(`DELETE FROM flagged_asks WHERE actor_digest = ANY($1::bytea[])`, [asked]),
  };
}

/** Removes the digests by which an interaction that is logged twice is known, for those that are stored. */
export async function removeRecentIds(tx: Sql, { tenant }: Actor): Promise<number> {
  const stored = await tx.rows<{ model_id: string; interaction_id: string }>(
    `SELECT model_id, interaction_id FROM erased`,
  );
  const digests = stored.map(({ model_id: modelId, interaction_id: id }) =>
    Buffer.from(textDigest(interactionName(tenant, modelId, id)), 'hex'),
  );
  return tx.execute(`DELETE FROM recent_interactions WHERE digest = ANY($1::bytea[])`, [digests]);
}

/** Forgets the answers that the API keeps for a day for who asks again: they may hold anything. */
export function clearAnswers(tx: Sql): Promise<number> {
  return tx.execute(`UPDATE idempotency_keys SET answer = NULL WHERE answer IS NOT NULL`);
}

/** Empties the beginnings of dead letters that name the actor; where they stand in Kafka is still listed. */
export function clearDeadLetters(tx: Sql, { spellings }: Actor): Promise<number> {
  return tx.execute(
    `UPDATE dead_letters SET head = NULL
     WHERE EXISTS (SELECT FROM unnest($1::text[]) AS spelling WHERE strpos(head, spelling) > 0)`,
    [spellings],
  );
}
