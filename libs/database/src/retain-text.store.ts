import { appendAudit } from './audit-log.store.js';
import type { Sql } from './database.js';

/** How much text is kept of a model: what was flagged, that and a daily sample, or everything. */
export const retainModes = ['evidence', 'sample', 'all'] as const;
export type RetainMode = (typeof retainModes)[number];

/** The versions of a model of which that much is kept from now on. */
export interface RetainOrder {
  readonly tenant: string;
  readonly model: string;
  /** undefined: every version. */
  readonly version: string | undefined;
  readonly retain: RetainMode;
  readonly by: string;
}

/** The versions whose texts are kept so from now on, with an audit row; none where there is no such model. */
export async function retainText(
  tx: Sql,
  { tenant, model, version, retain, by }: RetainOrder,
): Promise<readonly string[]> {
  const rows = await tx.rows<{ version: string }>(
    `UPDATE models SET retain = $4
     WHERE tenant = $1 AND model_id = $2 AND ($3::text IS NULL OR version = $3) RETURNING version`,
    [tenant, model, version, retain],
  );
  const versions = rows.map((row) => row.version).sort();
  if (versions.length === 0) return versions;
  await appendAudit(tx, {
    ...{ tenant, who: by, action: 'retain', subject: `model ${model}` },
    detail: { tenant, versions, retain },
  });
  return versions;
}
