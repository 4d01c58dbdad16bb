import { type Result, err, ok } from '#kernel';
import { appendAudit } from './audit-log.store.js';
import type { Sql } from './database.js';
import { addTimelineEntry } from './incident-store.js';

/** A legal hold in force. */
export interface LegalHold {
  readonly incident: number;
  readonly incidentId: string;
  readonly tenant: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  /** Rows of evidence that it keeps now. */
  readonly evidence: number;
}

/** An incident that a hold is about. */
export interface HeldIncident {
  readonly incidentId: string;
  readonly number: number;
  readonly tenant: string;
}

/** Who holds or releases, through which door, and why. */
export interface HoldOrder {
  readonly reason: string;
  readonly by: string;
  readonly door: 'api' | 'cli';
}

/** Which holds are asked for: of one incident, of one tenant; of all unless given. */
export interface HoldChoice {
  readonly incidentId?: string | undefined;
  readonly tenant?: string | null;
}

const mostHolds = 500;

/** The incident of an id or a number, `7` or `INC-7`; undefined where there is none, or it is not the tenant's. */
export async function findHeldIncident(
  sql: Sql,
  name: string,
  tenant: string | null = null,
): Promise<HeldIncident | undefined> {
  const number = /^(?:INC-)?(\d{1,15})$/i.exec(name)?.[1];
  const [row] = await sql.rows<{ incident_id: string; number: string; tenant: string }>(
    `SELECT incident_id, number, tenant FROM incidents
     WHERE (number = $1 OR incident_id::text = $2) AND ($3::text IS NULL OR tenant = $3)`,
    [number ?? null, name.toLowerCase(), tenant],
  );
  return row && { incidentId: row.incident_id, number: Number(row.number), tenant: row.tenant };
}

/** Holds in force, the oldest first, 500 at most. */
export async function readHolds(
  sql: Sql,
  { incidentId, tenant = null }: HoldChoice = {},
): Promise<LegalHold[]> {
  const rows = await sql.rows<{
    number: string;
    incident_id: string;
    tenant: string;
    reason: string;
    held_by: string;
    held_at: Date;
    evidence: number;
  }>(
    `SELECT number, incident_id, tenant, l.reason, held_by, held_at,
       (SELECT count(*)::int FROM held_evidence e WHERE e.incident_id = l.incident_id) AS evidence
     FROM legal_holds l JOIN incidents USING (incident_id)
     WHERE released_at IS NULL AND ($1::uuid IS NULL OR incident_id = $1) AND ($2::text IS NULL OR tenant = $2)
     ORDER BY held_at, hold_id LIMIT ${mostHolds}`,
    [incidentId, tenant],
  );
  return rows.map((row) => ({
    incident: Number(row.number),
    incidentId: row.incident_id,
    tenant: row.tenant,
    reason: row.reason,
    by: row.held_by,
    at: row.held_at.toISOString(),
    evidence: row.evidence,
  }));
}

/** Puts an incident under a hold, with its audit row; or that it is under one. */
export async function hold(
  tx: Sql,
  incident: HeldIncident,
  order: HoldOrder,
): Promise<Result<void, 'held-already'>> {
  const held = await tx.execute(
    `INSERT INTO legal_holds (incident_id, reason, held_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [incident.incidentId, order.reason, order.by],
  );
  if (held === 0) return err('held-already');
  await record(tx, incident, order, { event: 'held', action: 'hold' });
  return ok(undefined);
}

/** Ends an incident's hold: what it kept goes when its time is over. Or says that it is under none. */
export async function release(
  tx: Sql,
  incident: HeldIncident,
  order: HoldOrder,
): Promise<Result<void, 'not-held'>> {
  const released = await tx.execute(
    `UPDATE legal_holds SET released_at = clock_timestamp(), released_by = $2
     WHERE incident_id = $1 AND released_at IS NULL`,
    [incident.incidentId, order.by],
  );
  if (released === 0) return err('not-held');
  await record(tx, incident, order, { event: 'released from its hold', action: 'hold-release' });
  return ok(undefined);
}

/** In the incident's timeline and in the audit log. */
async function record(
  tx: Sql,
  { incidentId, number, tenant }: HeldIncident,
  { reason, by, door }: HoldOrder,
  { event, action }: { readonly event: string; readonly action: string },
): Promise<void> {
  await addTimelineEntry(tx, { incidentId, atMs: Date.now(), event, who: by, door, detail: { reason } });
  await appendAudit(tx, {
    ...{ tenant, who: by, action },
    subject: `incident ${number}`,
    detail: { incidentId, reason },
  });
}
