import { type Cluster, type FlaggedAsk } from '#correlation';
import type { Sql } from '#database';

/** A tenant whose flagged asks wait, locked until the transaction ends. */
export interface ClaimedTenant {
  readonly tenant: string;
  readonly clusters: readonly Cluster[];
}

/** A tenant with asks of minutes before `beforeMs`, unless another worker has it; undefined: there is none. */
export async function claimTenant(tx: Sql, beforeMs: number): Promise<ClaimedTenant | undefined> {
  await tx.rows(
    `INSERT INTO campaign_states (tenant) SELECT DISTINCT tenant FROM flagged_asks WHERE fold_minute < $1
     ON CONFLICT DO NOTHING`,
    [new Date(beforeMs)],
  );
  const [claimed] = await tx.rows<ClaimedTenant>(
    `SELECT tenant, clusters FROM campaign_states s
     WHERE EXISTS (SELECT FROM flagged_asks a WHERE a.tenant = s.tenant AND a.fold_minute < $1)
     ORDER BY updated_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [new Date(beforeMs)],
  );
  return claimed;
}

interface AskRow {
  readonly evidence_id: string;
  readonly asked_at: Date;
  readonly model_key: number;
  readonly actor_digest: Buffer;
  readonly ask: Pick<FlaggedAsk, 'family' | 'sketch' | 'succeeded'>;
}

/** Takes a tenant's oldest asks out of the line, in an order that the asks alone decide. */
export async function takeAsks(
  tx: Sql,
  { tenant }: ClaimedTenant,
  { beforeMs, limit }: { readonly beforeMs: number; readonly limit: number },
): Promise<readonly FlaggedAsk[]> {
  const rows = await tx.rows<AskRow>(
    `WITH oldest AS (
       SELECT fold_minute, evidence_id FROM flagged_asks WHERE tenant = $1 AND fold_minute < $2
       ORDER BY fold_minute, asked_at, evidence_id LIMIT $3),
     taken AS (
       DELETE FROM flagged_asks a USING oldest o
       WHERE a.tenant = $1 AND a.fold_minute = o.fold_minute AND a.evidence_id = o.evidence_id RETURNING a.*)
     SELECT evidence_id, asked_at, model_key, actor_digest, ask FROM taken
     ORDER BY fold_minute, asked_at, evidence_id`,
    [tenant, new Date(beforeMs), limit],
  );
  return rows.map((row) => ({
    ...row.ask,
    atMs: row.asked_at.getTime(),
    evidenceId: row.evidence_id,
    modelKey: row.model_key,
    actor: row.actor_digest.readUInt32BE(0),
  }));
}

export async function saveClusters(tx: Sql, tenant: string, clusters: readonly Cluster[]): Promise<void> {
  await tx.rows(
    `UPDATE campaign_states SET clusters = $2, updated_at = clock_timestamp() WHERE tenant = $1`,
    [tenant, JSON.stringify(clusters)],
  );
}

/** The name and version of a model. */
export async function modelOf(
  tx: Sql,
  modelKey: number,
): Promise<{ readonly key: number; readonly id: string; readonly version: string }> {
  const [row] = await tx.rows<{ model_id: string; version: string }>(
    `SELECT model_id, version FROM models WHERE model_key = $1`,
    [modelKey],
  );
  return { key: modelKey, id: row?.model_id ?? '', version: row?.version ?? '' };
}
