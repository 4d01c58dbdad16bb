import type { Finding } from '#contracts';
import { type Database, endsFinding, locateIncident } from '#database';
import { explainDeliveries } from '#incidents';
import type { Login } from '../auth/login.js';
import type { Ledger } from './delivery.schema.js';
import type { IncidentDetail } from './incident.schema.js';
import { type IncidentRow, incidentColumns, incidentSummary } from './incident-row.js';
import { readDeliveries } from './read-deliveries.js';
import { readEvidence } from './read-evidence.js';
import { readTimeline } from './read-timeline.js';
import { readTaxonomy } from './read-taxonomy.js';
import { readSuppressions } from './read-suppressions.js';
import { readVerdicts } from './read-verdicts.js';

/** Reads everything about one incident. */
export class IncidentDetailQuery {
  constructor(private readonly database: Database) {}

  /** By id, or by number with or without `INC-`; its text where the login may see it. */
  async find(idOrNumber: string, { tenant, permissions }: Login): Promise<IncidentDetail | undefined> {
    const located = await locateIncident(this.database, idOrNumber, tenant);
    const [row] = await this.database.rows<IncidentRow>(
      `SELECT ${incidentColumns} FROM incidents i LEFT JOIN models m USING (model_key) WHERE i.incident_id = $1`,
      [located?.incidentId],
    );
    if (row === undefined) return undefined;
    const [evidence, deliveries, verdicts, parts, drift, taxonomy] = await Promise.all([
      readEvidence(this.database, row.incident_id, permissions.has('text.read')),
      readDeliveries(this.database, row.incident_id),
      readVerdicts(this.database, row.incident_id),
      this.#parts(row.incident_id),
      this.#drift(row),
      readTaxonomy(this.database, row.incident_id),
    ]);
    const timeline = await readTimeline(this.database, row.incident_id, { evidence, deliveries });
    const { traceparent } = row;
    const read = { evidence, timeline, deliveries, verdicts, parts, traceparent, taxonomy, drift };
    return { ...incidentSummary(row), ...read };
  }

  /** Who was told of an incident, and why nobody was. */
  async ledger(idOrNumber: string, { tenant }: Login): Promise<Ledger | undefined> {
    const located = await locateIncident(this.database, idOrNumber, tenant);
    const [row] = await this.database.rows<{ incident_id: string; number: string; whole: string | null }>(
      `SELECT i.incident_id, i.number, w.number AS whole
       FROM incidents i LEFT JOIN incidents w ON w.incident_id = i.merged_into WHERE i.incident_id = $1`,
      [located?.incidentId],
    );
    if (row === undefined) return undefined;
    const deliveries = await readDeliveries(this.database, row.incident_id);
    const incident = { id: row.incident_id, number: Number(row.number) };
    const suppressions = await readSuppressions(this.database, row.incident_id);
    return { incident, answer: explainDeliveries(deliveries, row.whole), deliveries, suppressions };
  }

  async #parts(incidentId: string): Promise<IncidentDetail['parts']> {
    const rows = await this.database.rows<{ incident_id: string; number: string; title: string }>(
      `SELECT incident_id, number, title FROM incidents WHERE merged_into = $1 ORDER BY number LIMIT 200`,
      [incidentId],
    );
    return rows.map(({ incident_id: id, number, title }) => ({ id, number: Number(number), title }));
  }

  /** Levels of the newest finding of a drift. */
  async #drift({ kind, incident_id }: IncidentRow): Promise<IncidentDetail['drift']> {
    if (kind !== 'drift') return null;
    const [row] = await this.database.rows<{ body: Finding; ended_at: Date | null }>(
      `SELECT body, (SELECT r.ended_at FROM drift_recoveries r WHERE ${endsFinding}
                     ORDER BY r.change_at LIMIT 1) AS ended_at
       FROM incident_findings JOIN findings f USING (finding_id)
       WHERE incident_id = $1 ORDER BY joined_at DESC LIMIT 1`,
      [incident_id],
    );
    if (row?.body.kind !== 'drift') return null;
    const { feature, direction, changeAtMs, baseline, current, effectLow, arlMinutes } = row.body;
    const changeAt = new Date(changeAtMs).toISOString();
    const endedAt = row.ended_at?.toISOString() ?? null;
    return { feature, direction, changeAt, endedAt, baseline, current, effectLow, arlMinutes };
  }
}
