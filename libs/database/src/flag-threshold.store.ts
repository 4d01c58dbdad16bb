import { appendAudit } from './audit-log.store.js';
import type { Sql } from './database.js';

/** From which score on a version of a model is flagged from now on. */
export interface ThresholdOrder {
  readonly modelKey: number;
  readonly tenant: string;
  readonly model: string;
  readonly version: string;
  /** null: the shipped one. */
  readonly threshold: number | null;
  readonly by: string;
  /** What else the audit row says of it. */
  readonly why?: Readonly<Record<string, string | number | null>>;
}

/** Sets the threshold of a model from now on, with an audit row. */
export async function setFlagThreshold(
  tx: Sql,
  { modelKey, tenant, model, version, threshold, by, why }: ThresholdOrder,
): Promise<void> {
  await tx.rows(`UPDATE models SET flag_threshold = $2 WHERE model_key = $1`, [modelKey, threshold]);
  await appendAudit(tx, {
    tenant,
    who: by,
    action: 'calibrate',
    subject: `model ${model}`,
    detail: { version, threshold, ...why },
  });
}
