import type { Sql } from '#database';
import type { ModelChange } from '#incidents';

/** An unresolved incident about drift, as the change that it tells of. */
export interface DriftIncident extends ModelChange {
  readonly incidentId: string;
  readonly version: string;
}

/** When a version went live after another one of its model; null where it is the model's first. */
const deployedAt = `CASE WHEN EXISTS (
    SELECT FROM models b WHERE b.tenant = m.tenant AND b.model_id = m.model_id
      AND (b.registered_at, b.model_key) < (m.registered_at, m.model_key)) THEN m.registered_at END AS deployed_at`;

/** When a version of a model went live after another one; null where it is the first, or unknown. */
export async function readDeployedAtMs(sql: Sql, modelKey: number): Promise<number | null> {
  const [row] = await sql.rows<{ deployed_at: Date | null }>(
    `SELECT ${deployedAt} FROM models m WHERE model_key = $1`,
    [modelKey],
  );
  return row?.deployed_at?.getTime() ?? null;
}

/** The unresolved incidents about drift of a tenant but for one, the oldest first. */
export async function readDriftIncidents(
  sql: Sql,
  tenant: string,
  exceptId: string,
): Promise<readonly DriftIncident[]> {
  const rows = await sql.rows<{
    incident_id: string;
    model_id: string;
    version: string;
    deployed_at: Date | null;
    first_seen_at: Date;
    opened_at: Date;
  }>(
    `SELECT i.incident_id, m.model_id, m.version, ${deployedAt}, i.first_seen_at, i.opened_at
     FROM incidents i JOIN models m USING (model_key)
     WHERE i.tenant = $1 AND i.kind = 'drift' AND i.status <> 'resolved' AND i.incident_id <> $2
     ORDER BY i.opened_at, i.number LIMIT 1000`,
    [tenant, exceptId],
  );
  return rows.map((row) => ({
    incidentId: row.incident_id,
    modelId: row.model_id,
    version: row.version,
    deployedAtMs: row.deployed_at?.getTime() ?? null,
    changeAtMs: row.first_seen_at.getTime(),
    foundAtMs: row.opened_at.getTime(),
  }));
}
