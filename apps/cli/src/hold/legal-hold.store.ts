import { type Sql, appendAudit } from '#database';
import { AppError } from '#kernel';

/** A legal hold in force. */
export interface LegalHold {
  readonly incident: number;
  readonly incidentId: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  /** Rows of evidence that it keeps now. */
  readonly evidence: number;
}

interface FoundIncident {
  readonly incidentId: string;
  readonly number: number;
  readonly tenant: string;
}

/** The incident of an id or a number, `7` or `INC-7`. Throws where there is none. */
export async function findIncident(sql: Sql, name: string): Promise<FoundIncident> {
  const number = /^(?:INC-)?(\d{1,15})$/i.exec(name)?.[1];
  const [row] = await sql.rows<{ incident_id: string; number: string; tenant: string }>(
    `SELECT incident_id, number, tenant FROM incidents WHERE number = $1 OR incident_id::text = $2`,
    [number ?? null, name.toLowerCase()],
  );
  if (row === undefined) throw new AppError('cli.no-incident', `There is no incident ${name}`, false);
  return { incidentId: row.incident_id, number: Number(row.number), tenant: row.tenant };
}

/** Every hold in force, the oldest first; of one incident where it is given. */
export async function readHolds(sql: Sql, incidentId?: string): Promise<readonly LegalHold[]> {
  const rows = await sql.rows<{
    number: string;
    incident_id: string;
    reason: string;
    held_by: string;
    held_at: Date;
    evidence: number;
  }>(
    `SELECT number, incident_id, l.reason, held_by, held_at,
       (SELECT count(*)::int FROM held_evidence e WHERE e.incident_id = l.incident_id) AS evidence
     FROM legal_holds l JOIN incidents USING (incident_id)
     WHERE released_at IS NULL AND ($1::uuid IS NULL OR incident_id = $1) ORDER BY held_at`,
    [incidentId],
  );
  return rows.map((row) => ({
    incident: Number(row.number),
    incidentId: row.incident_id,
    reason: row.reason,
    by: row.held_by,
    at: row.held_at.toISOString(),
    evidence: row.evidence,
  }));
}

/** Puts an incident under a hold. Throws where it is under one. */
export async function hold(tx: Sql, incident: FoundIncident, reason: string, by: string): Promise<void> {
  const held = await tx.execute(
    `INSERT INTO legal_holds (incident_id, reason, held_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [incident.incidentId, reason, by],
  );
  if (held === 0)
    throw new AppError('cli.held', `INC-${incident.number} is under a legal hold already`, false);
  await record(tx, incident, { event: 'held', action: 'hold', reason, by });
}

/** Ends an incident's hold: what it kept goes when its time is over. Throws where there is none. */
export async function release(tx: Sql, incident: FoundIncident, reason: string, by: string): Promise<void> {
  const released = await tx.execute(
    `UPDATE legal_holds SET released_at = clock_timestamp(), released_by = $2
     WHERE incident_id = $1 AND released_at IS NULL`,
    [incident.incidentId, by],
  );
  if (released === 0)
    throw new AppError('cli.not-held', `INC-${incident.number} is under no legal hold`, false);
  await record(tx, incident, { event: 'released from its hold', action: 'hold-release', reason, by });
}

interface Done {
  readonly event: string;
  readonly action: string;
  readonly reason: string;
  readonly by: string;
}

/** In the incident's timeline and in the audit log. */
async function record(
  tx: Sql,
  { incidentId, number, tenant }: FoundIncident,
  { event, action, reason, by }: Done,
): Promise<void> {
  await tx.rows(
    `INSERT INTO incident_timeline (incident_id, at, event, who, door, detail)
     VALUES ($1, clock_timestamp(), $2, $3, 'cli', $4)`,
    [incidentId, event, by, JSON.stringify({ reason })],
  );
  await appendAudit(tx, {
    ...{ tenant, who: by, action },
    subject: `incident ${number}`,
    detail: { incidentId, reason },
  });
}
