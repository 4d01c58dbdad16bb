import type { Outcome, VerdictOfPerson } from '#contracts';
import type { Sql } from '#database';
import { type ReplayedScore, shippedThreshold, verdictOnFlag } from '#detection';

/** A stored interaction with its score, and what it is evidence of. */
export interface StoredScore extends ReplayedScore {
  readonly evidenceId: string;
  readonly interactionId: string;
  readonly at: Date;
  readonly outcome: Outcome;
}

interface Row {
  readonly evidence_id: string;
  readonly interaction_id: string;
  readonly occurred_at: Date;
  readonly outcome: Outcome;
  readonly score: number;
  readonly incidents: readonly { readonly id: string; readonly verdict: VerdictOfPerson | null }[];
}

/**
 * What scored at least the shipped threshold since a time, the newest first. Incidents are those that were opened since
 * and are of an attack that was flagged: patterns over many messages are told from scores alone.
 */
export async function readStoredScores(
  sql: Sql,
  modelKey: number,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<readonly StoredScore[]> {
  const rows = await sql.rows<Row>(
    `WITH newest AS MATERIALIZED (
       SELECT evidence_id, stored_on, interaction_id, occurred_at, outcome, signal FROM evidence
       WHERE model_key = $1 AND occurred_at >= $2 AND (signal #>> '{attack,score}')::float8 >= $3
       ORDER BY occurred_at DESC, evidence_id LIMIT $4)
     SELECT evidence_id, interaction_id, occurred_at, outcome, (signal #>> '{attack,score}')::float8 AS score,
       (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('id', i.incident_id, 'verdict', i.verdict)), '[]')
        FROM finding_evidence f JOIN incident_findings USING (finding_id) JOIN incidents i USING (incident_id)
        WHERE f.evidence_id = e.evidence_id AND f.stored_on = e.stored_on AND i.opened_at >= $2
          AND jsonb_exists(e.signal #> '{attack,families}', i.family)) AS incidents
     FROM newest e ORDER BY occurred_at DESC, evidence_id`,
    [modelKey, since, shippedThreshold, limit],
  );
  return rows.map((row) => ({
    evidenceId: row.evidence_id,
    interactionId: row.interaction_id,
    at: row.occurred_at,
    outcome: row.outcome,
    score: row.score,
    worked: row.outcome === 'complied' || row.outcome === 'leaked',
    verdict: verdictOnFlag(row.incidents.map(({ verdict }) => verdict)),
    incidents: row.incidents.map(({ id }) => id),
  }));
}
