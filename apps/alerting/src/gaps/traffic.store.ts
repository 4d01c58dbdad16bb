import { watchdogTenant } from '#contracts';
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

/**
 * The traffic of every model that had some between two times and none since `silentSince`. Days of minutes are read of
 * silent models only: there are few. The watchdog misses its own canaries by itself.
 */
export async function readSilentModels(
  sql: Sql,
  [from, to]: readonly [Date, Date],
  silentSince: Date,
): Promise<readonly ModelTraffic[]> {
  const rows = await sql.rows<TrafficRow>(
    `WITH silent AS (
       SELECT m.* FROM models m CROSS JOIN LATERAL (
         SELECT minute FROM buckets b WHERE b.model_key = m.model_key AND minute BETWEEN $1 AND $2 AND interactions > 0
         ORDER BY minute DESC LIMIT 1) AS last
       WHERE last.minute < $3 AND m.tenant <> $4
     ), pauses AS (
       SELECT model_key, minute, minute - lag(minute) OVER (PARTITION BY model_key ORDER BY minute) AS pause
       FROM (SELECT DISTINCT model_key, minute FROM buckets JOIN silent USING (model_key)
             WHERE minute BETWEEN $1 AND $2 AND interactions > 0) AS minutes
     )
     SELECT s.tenant, model_key, s.model_id, s.version, min(minute) AS first_at, max(minute) AS last_at,
       (extract(epoch FROM max(pause)) * 1000)::float8 AS longest_pause_ms
     FROM pauses JOIN silent s USING (model_key) GROUP BY model_key, s.tenant, s.model_id, s.version`,
    [from, to, silentSince, watchdogTenant],
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
