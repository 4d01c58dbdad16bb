import type { Finding } from '#contracts';
import type { Database } from '#database';
import type { Login } from '../auth/login.js';
import type { IncidentDetail } from './incident.schema.js';
import { type IncidentRow, incidentColumns, incidentSummary } from './incident-row.js';
import { readDeliveries } from './read-deliveries.js';
import { readEvidence } from './read-evidence.js';
import { readTimeline } from './read-timeline.js';

/** Reads everything about one incident. */
export class IncidentDetailQuery {
  constructor(private readonly database: Database) {}

  /** By id, or by number with or without `INC-`; its text where the login may see it. */
  async find(idOrNumber: string, { tenant, permissions }: Login): Promise<IncidentDetail | undefined> {
    const isId = idOrNumber.includes('-') && !idOrNumber.startsWith('INC-');
    const [row] = await this.database.rows<IncidentRow>(
      `SELECT ${incidentColumns} FROM incidents i LEFT JOIN models m USING (model_key)
       WHERE ${isId ? 'i.incident_id = $1::uuid' : 'i.number = $1::bigint'} AND ($2::text IS NULL OR i.tenant = $2)`,
      [idOrNumber.replace('INC-', ''), tenant],
    );
    if (row === undefined) return undefined;
    const [evidence, deliveries, drift] = await Promise.all([
      readEvidence(this.database, row.incident_id, permissions.has('text.read')),
      readDeliveries(this.database, row.incident_id),
      this.#drift(row),
    ]);
    const timeline = await readTimeline(this.database, row.incident_id, { evidence, deliveries });
    return { ...incidentSummary(row), evidence, timeline, deliveries, traceparent: row.traceparent, drift };
  }

  /** Levels of the newest finding of a drift. */
  async #drift({ kind, incident_id }: IncidentRow): Promise<IncidentDetail['drift']> {
    if (kind !== 'drift') return null;
    const [row] = await this.database.rows<{ body: Finding }>(
      `SELECT body FROM incident_findings JOIN findings USING (finding_id)
       WHERE incident_id = $1 ORDER BY joined_at DESC LIMIT 1`,
      [incident_id],
    );
    if (row?.body.kind !== 'drift') return null;
    const { feature, direction, changeAtMs, baseline, current, effectLow, arlMinutes } = row.body;
    const changeAt = new Date(changeAtMs).toISOString();
    return { feature, direction, changeAt, baseline, current, effectLow, arlMinutes };
  }
}
