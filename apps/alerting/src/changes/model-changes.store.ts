import type { Sql } from '#database';

/** A model version that went live beside, or after, another one of the same model. */
export interface ModelChange {
  readonly modelKey: number;
  readonly modelId: string;
  readonly version: string;
  /** The version that was registered before it; null: it is the model's first, which changes nothing. */
  readonly before: string | null;
  readonly registeredAt: Date;
}

interface ChangeRow {
  readonly model_key: number;
  readonly model_id: string;
  readonly version: string;
  readonly before: string | null;
  readonly registered_at: Date;
}

/**
 * The oldest version that nobody was told of, claimed until the transaction ends; others skip it. Rows that refer to it can
 * be written meanwhile.
 */
export async function claimModelChange(tx: Sql): Promise<ModelChange | undefined> {
  const [row] = await tx.rows<ChangeRow>(
    `SELECT m.model_key, m.model_id, m.version, m.registered_at,
       (SELECT version FROM models b WHERE b.tenant = m.tenant AND b.model_id = m.model_id
          AND (b.registered_at, b.model_key) < (m.registered_at, m.model_key)
        ORDER BY registered_at DESC, model_key DESC LIMIT 1) AS before
     FROM models m WHERE announced_at IS NULL
     ORDER BY model_key LIMIT 1 FOR NO KEY UPDATE OF m SKIP LOCKED`,
  );
  return (
    row && {
      modelKey: row.model_key,
      modelId: row.model_id,
      version: row.version,
      before: row.before,
      registeredAt: row.registered_at,
    }
  );
}

export async function markAnnounced(tx: Sql, modelKey: number): Promise<void> {
  await tx.rows(`UPDATE models SET announced_at = clock_timestamp() WHERE model_key = $1`, [modelKey]);
}
