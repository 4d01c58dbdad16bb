import type { Sql } from '#database';
import { type DriftState, type SessionUnit, readDriftState, unitsOfMinute } from '#drift';
import type { ClaimedModel } from './drift.store.js';

/** The version that was new before this one, and what it was frozen as. */
export interface Predecessor {
  readonly version: string;
  readonly state: DriftState;
}

/** The latest version of a model whose baseline was settled when this version began; undefined where there is none. */
export async function readPredecessor(
  tx: Sql,
  { modelKey, tenant, modelId }: ClaimedModel,
  startMs: number,
): Promise<Predecessor | undefined> {
  const [row] = await tx.rows<{ version: string; state: Buffer }>(
    `SELECT version, state FROM drift_states JOIN models USING (model_key)
     WHERE tenant = $1 AND model_id = $2 AND model_key <> $3 AND summary ->> 'baseline' = 'settled'
       AND (summary ->> 'baselineUntilMs')::float8 <= $4
     ORDER BY (summary ->> 'baselineFromMs')::float8 DESC, version LIMIT 1`,
    [tenant, modelId, modelKey, startMs],
  );
  const state = row && readDriftState(row.state.toString('utf8'));
  return state && { version: row.version, state };
}

/** Sessions of a version of the same model that were emitted from `fromMs` to before `beforeMs`, so many of a minute. */
export async function readUnitsBeside(
  tx: Sql,
  { tenant, modelId }: ClaimedModel,
  version: string,
  { fromMs, beforeMs }: { readonly fromMs: number; readonly beforeMs: number },
): Promise<SessionUnit[]> {
  const rows = await tx.rows<{ unit: SessionUnit }>(
    `SELECT unit FROM (
       SELECT unit, emitted_minute, row_number() OVER (
         PARTITION BY emitted_minute ORDER BY first_at, session_digest, partition) AS place
       FROM session_units JOIN models USING (model_key)
       WHERE tenant = $1 AND model_id = $2 AND version = $3 AND emitted_minute >= $4 AND emitted_minute < $5
     ) placed WHERE place <= $6 ORDER BY emitted_minute, place`,
    [tenant, modelId, version, new Date(fromMs), new Date(beforeMs), unitsOfMinute],
  );
  return rows.map(({ unit }) => unit);
}
