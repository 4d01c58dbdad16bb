import { type Sql, endsFinding } from '#database';

/** What is not in an incident by then never will be: a suppression hid it. */
const longestWait = `interval '1 day'`;

/**
 * Takes the next recovery of drift that an incident was opened for, and gives the fingerprint of that incident. One whose
 * finding is still on its way here waits for it. Undefined where there is none.
 */
export async function takeRecovery(tx: Sql): Promise<string | undefined> {
  const [row] = await tx.rows<{ fingerprint: string }>(
    `UPDATE drift_recoveries taken SET taken_at = clock_timestamp()
     FROM (SELECT r.model_key, r.feature, r.score, r.direction, r.change_at, i.fingerprint
           FROM drift_recoveries r JOIN findings f ON ${endsFinding}
             JOIN incident_findings USING (finding_id) JOIN incidents i USING (incident_id)
           WHERE r.taken_at IS NULL AND r.recorded_at > clock_timestamp() - ${longestWait}
           ORDER BY r.recorded_at, f.occurred_at DESC LIMIT 1 FOR UPDATE OF r SKIP LOCKED) AS next
     WHERE (taken.model_key, taken.feature, taken.score, taken.direction, taken.change_at)
       = (next.model_key, next.feature, next.score, next.direction, next.change_at)
     RETURNING next.fingerprint`,
  );
  return row?.fingerprint;
}

/** How far the findings of an incident and of its parts are over. */
export interface Over {
  /** Findings that are not. */
  readonly lasting: number;
  /** Features that are back. */
  readonly features: readonly string[];
  /** Since when all of them are. */
  readonly endedAt: Date | null;
}

/** A finding of another kind lasts until a person says otherwise, and so does one that is stored no more. */
export async function readOver(tx: Sql, incidentId: string): Promise<Over> {
  const [row] = await tx.rows<{ lasting: string; features: string[] | null; ended_at: Date | null }>(
    `SELECT count(*) FILTER (WHERE over.ended_at IS NULL) AS lasting,
       array_agg(DISTINCT over.feature ORDER BY over.feature) FILTER (WHERE over.feature IS NOT NULL) AS features,
       max(over.ended_at) AS ended_at
     FROM incidents i JOIN incident_findings joined USING (incident_id)
       LEFT JOIN findings f USING (finding_id)
       LEFT JOIN LATERAL (SELECT r.feature, r.ended_at FROM drift_recoveries r WHERE ${endsFinding}
                          ORDER BY r.change_at LIMIT 1) over ON true
     WHERE i.incident_id = $1 OR i.merged_into = $1`,
    [incidentId],
  );
  return {
    lasting: Number(row?.lasting ?? 0),
    features: row?.features ?? [],
    endedAt: row?.ended_at ?? null,
  };
}
