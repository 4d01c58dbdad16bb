import type { VerdictOfPerson } from '#contracts';
import type { Sql } from '#database';
import { type FlaggedScore, verdictOnFlag } from '#detection';

/** A version of a model. */
export interface CalibratedModel {
  readonly modelKey: number;
  readonly model: string;
  readonly version: string;
  /** null: the shipped threshold. */
  readonly current: number | null;
}

/** The models that a calibration is asked for, by name. */
export async function readModels(
  sql: Sql,
  { tenant, model }: { readonly tenant: string; readonly model: string | undefined },
): Promise<readonly CalibratedModel[]> {
  return sql.rows<CalibratedModel>(
    `SELECT model_key AS "modelKey", model_id AS model, version, flag_threshold AS current FROM models
     WHERE tenant = $1 AND ($2::text IS NULL OR model_id = $2) ORDER BY model_id, version`,
    [tenant, model],
  );
}

/** How many interactions of a model were counted since a time. */
export async function countInteractions(sql: Sql, modelKey: number, since: Date): Promise<number> {
  const [row] = await sql.rows<{ n: string }>(
    `SELECT coalesce(sum(interactions), 0) AS n FROM buckets WHERE model_key = $1 AND minute >= $2`,
    [modelKey, since],
  );
  return Number(row?.n ?? 0);
}

/**
 * What scored at least the shipped threshold since a time. An interaction that is evidence of an incident which an
 * analyst closed has the incident's verdict; where there are several, one that says attack.
 */
export async function readFlagged(
  sql: Sql,
  modelKey: number,
  { since, least }: { readonly since: Date; readonly least: number },
): Promise<readonly FlaggedScore[]> {
  const rows = await sql.rows<{ actor: string | null; score: number; verdicts: readonly VerdictOfPerson[] }>(
    `SELECT coalesce(actor, session) AS actor, (signal #>> '{attack,score}')::float8 AS score,
       ARRAY(SELECT DISTINCT i.verdict FROM finding_evidence f JOIN incident_findings USING (finding_id)
           JOIN incidents i USING (incident_id)
         WHERE f.evidence_id = e.evidence_id AND f.stored_on = e.stored_on AND i.verdict IS NOT NULL
       ) AS verdicts
     FROM evidence e
     WHERE model_key = $1 AND occurred_at >= $2 AND (signal #>> '{attack,score}')::float8 >= $3`,
    [modelKey, since, least],
  );
  return rows.map(({ actor, score, verdicts }) => ({
    actor: actor ?? undefined,
    score,
    verdict: verdictOnFlag(verdicts),
  }));
}
