import type { Sql } from '#database';
import type { Recovery, SessionUnit } from '#drift';

/** A model whose closed minutes wait to be folded, locked until the transaction ends. */
export interface ClaimedModel {
  readonly modelKey: number;
  readonly tenant: string;
  readonly modelId: string;
  readonly version: string;
  /** What `writeDriftState` wrote; null before the first fold. */
  readonly state: string | null;
  readonly foldedThroughMs: number;
}

/** Event time up to which every partition is complete; undefined while one of them has not been read yet. */
export async function leastWatermarkMs(
  sql: Sql,
  topic: string,
  partitions: number,
): Promise<number | undefined> {
  const [row] = await sql.rows<{ watermark_at: Date | null; partitions: number }>(
    `SELECT min(watermark_at) AS watermark_at, count(*)::int AS partitions
     FROM partition_positions WHERE topic = $1`,
    [topic],
  );
  if (row === undefined || row.partitions < partitions) return undefined;
  return row.watermark_at?.getTime();
}

/** Closed minutes to look at. From -Infinity on, every day partition of the units is read. */
export interface ClosedMinutes {
  readonly fromMs: number;
  readonly beforeMs: number;
}

/** True where a model has never been folded: its units may be of any day, since its history may have been counted. */
export async function hasUnfoldedModel(sql: Sql): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT FROM models LEFT JOIN drift_states USING (model_key) WHERE folded_through IS NULL LIMIT 1`,
  );
  return rows.length > 0;
}

/** A version begins once the others of its model are folded up to its first minute: one of them may be its predecessor. */
const earlierOfOtherVersions = `SELECT FROM models o JOIN drift_states s USING (model_key) JOIN session_units u USING (model_key)
  WHERE o.tenant = m.tenant AND o.model_id = m.model_id AND o.model_key <> d.model_key
    AND u.emitted_minute >= coalesce(s.folded_through, '-infinity')
    AND u.emitted_minute < (SELECT min(emitted_minute) FROM session_units f WHERE f.model_key = d.model_key)`;

/** One model with units of closed minutes or an order that waits, that no other worker has in hand; undefined where there is none. */
export async function claimModel(
  tx: Sql,
  { fromMs, beforeMs }: ClosedMinutes,
): Promise<ClaimedModel | undefined> {
  await tx.rows(`INSERT INTO drift_states (model_key) SELECT model_key FROM models ON CONFLICT DO NOTHING`);
  const [row] = await tx.rows<{
    model_key: number;
    tenant: string;
    model_id: string;
    version: string;
    state: Buffer | null;
    folded_through: Date | null;
  }>(
    `SELECT d.model_key, tenant, model_id, version, state, folded_through
     FROM drift_states d JOIN models m USING (model_key)
     WHERE (d.folded_through IS NOT NULL OR NOT EXISTS (${earlierOfOtherVersions}))
     AND (EXISTS (SELECT FROM session_units u WHERE u.model_key = d.model_key
         AND u.emitted_minute >= coalesce(d.folded_through, '-infinity')
         AND u.emitted_minute >= $2 AND u.emitted_minute < $1)
       OR EXISTS (SELECT FROM baseline_orders o WHERE o.model_key = d.model_key
         AND o.kind <> 'planned' AND o.applied_at IS NULL AND o.from_at <= d.folded_through))
     ORDER BY d.updated_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED`,
    [new Date(beforeMs), fromMs === -Infinity ? '-infinity' : new Date(fromMs)],
  );
  if (row === undefined) return undefined;
  return {
    modelKey: row.model_key,
    tenant: row.tenant,
    modelId: row.model_id,
    version: row.version,
    state: row.state?.toString('utf8') ?? null,
    foldedThroughMs: row.folded_through?.getTime() ?? 0,
  };
}

/** The model's units of minutes from `fromMs` to before `beforeMs`, in the order of the fold, `limit` at most. */
export async function readUnits(
  tx: Sql,
  { modelKey, foldedThroughMs }: ClaimedModel,
  beforeMs: number,
  limit: number,
): Promise<SessionUnit[]> {
  const rows = await tx.rows<{ unit: SessionUnit }>(
    `SELECT unit FROM session_units WHERE model_key = $1 AND emitted_minute >= $2 AND emitted_minute < $3
     ORDER BY emitted_minute, first_at, session_digest, partition LIMIT $4`,
    [modelKey, new Date(foldedThroughMs), new Date(beforeMs), limit],
  );
  return rows.map(({ unit }) => unit);
}

/** The last units from three times as long before an alarm's change as it took to the alarm until that, `limit` at most. */
export async function readUnitsAround(
  tx: Sql,
  modelKey: number,
  { changeAtMs, atMs }: { readonly changeAtMs: number; readonly atMs: number },
  limit: number,
): Promise<SessionUnit[]> {
  const rows = await tx.rows<{ unit: SessionUnit }>(
    `SELECT unit FROM session_units WHERE model_key = $1 AND emitted_minute >= $2 AND emitted_minute < $3
     ORDER BY emitted_minute DESC, first_at DESC, session_digest, partition LIMIT $4`,
    [modelKey, new Date(4 * changeAtMs - 3 * atMs), new Date(atMs), limit],
  );
  return rows.map(({ unit }) => unit);
}

/** What a fold leaves behind. */
export interface FoldedModel {
  readonly modelKey: number;
  readonly foldedThroughMs: number;
  readonly phase: string;
  readonly state: string;
  readonly summary: object;
}

export async function saveFold(tx: Sql, folded: FoldedModel): Promise<void> {
  await tx.rows(
    `UPDATE drift_states SET folded_through = $2, phase = $3, state = $4, summary = $5, updated_at = now()
     WHERE model_key = $1`,
    [
      folded.modelKey,
      new Date(folded.foldedThroughMs),
      folded.phase,
      Buffer.from(folded.state, 'utf8'),
      JSON.stringify(folded.summary),
    ],
  );
}

/** Keeps what is over; that of a fold that is done again is there already. */
export async function saveRecoveries(
  tx: Sql,
  modelKey: number,
  recoveries: readonly Recovery[],
): Promise<void> {
  for (const { feature, score, direction, changeAtMs, endedAtMs, atMs } of recoveries) {
    await tx.rows(
      `INSERT INTO drift_recoveries (model_key, feature, score, direction, change_at, ended_at, told_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [modelKey, feature, score, direction, new Date(changeAtMs), new Date(endedAtMs), new Date(atMs)],
    );
  }
}
