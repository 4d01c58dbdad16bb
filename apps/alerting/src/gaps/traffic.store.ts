import type { Sql } from '#database';
import type { ModelTraffic, PartitionProgress } from '#incidents';

interface TrafficRow {
  readonly tenant: string;
  readonly model_key: number;
  readonly model_id: string;
  readonly version: string;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly longest_pause_ms: number | null;
}

/** The traffic of every model that had any between two times. */
export async function readTraffic(sql: Sql, from: Date, to: Date): Promise<readonly ModelTraffic[]> {
  const rows = await sql.rows<TrafficRow>(
    `WITH minutes AS (
       SELECT DISTINCT model_key, minute FROM buckets WHERE minute >= $1 AND minute <= $2 AND interactions > 0
     ), pauses AS (
       SELECT model_key, minute, minute - lag(minute) OVER (PARTITION BY model_key ORDER BY minute) AS pause
       FROM minutes
     )
     SELECT m.tenant, model_key, m.model_id, m.version, min(minute) AS first_at, max(minute) AS last_at,
       (extract(epoch FROM max(pause)) * 1000)::float8 AS longest_pause_ms
     FROM pauses JOIN models m USING (model_key) GROUP BY model_key, m.tenant, m.model_id, m.version`,
    [from, to],
  );
  return rows.map((row) => ({
    tenant: row.tenant,
    modelKey: row.model_key,
    modelId: row.model_id,
    version: row.version,
    firstAtMs: row.first_at.getTime(),
    lastAtMs: row.last_at.getTime(),
    longestPauseMs: row.longest_pause_ms ?? 0,
  }));
}

/** How far each partition of a topic is analysed. */
export async function readProgress(sql: Sql, topic: string): Promise<readonly PartitionProgress[]> {
  const rows = await sql.rows<{ partition: number; watermark_at: Date }>(
    'SELECT partition, watermark_at FROM partition_positions WHERE topic = $1',
    [topic],
  );
  return rows.map((row) => ({
    topic,
    partition: row.partition,
    watermarkMs: row.watermark_at.getTime(),
  }));
}

/** Fingerprints of the open incidents about gaps that this process finds and ends. */
export async function readOpenGaps(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ fingerprint: string }>(
    `SELECT fingerprint FROM incidents
     WHERE kind = 'coverage' AND family IN ('no-traffic', 'lag') AND status <> 'resolved'`,
  );
  return rows.map(({ fingerprint }) => fingerprint);
}
