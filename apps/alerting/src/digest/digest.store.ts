import { randomUUID } from 'node:crypto';
import { type IncidentStatus, type Severity, severities } from '#contracts';
import { type LabelColumns, type Sql, labelsOfIncident } from '#database';
import type { DueDelivery } from '#incidents';
import type { ClaimedNotification, Lane } from '../claim.store.js';

/** What stands in the ledger of everything that a digest tells. */
const inDigest = 'in a digest';
/** What comes within so long joins the digest that is there, instead of making another one. */
const openForMs = 60_000;
/** Of more than this the rest waits for the next look, a second later. */
const mostAtOnce = 5_000;

/** A first message that waits in a lane. */
export interface WaitingMessage extends Omit<DueDelivery, 'muteTimes'> {
  readonly notificationId: string;
  readonly route: string;
}

interface WaitingRow extends LabelColumns {
  readonly notification_id: string;
  readonly incident_id: string;
  readonly route: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly unless_acknowledged: boolean;
}

/** First messages that are due, that nobody sends just now, and none of which can have arrived. */
const waiting = `n.receiver = $1 AND n.channel = $2 AND n.state = 'pending' AND n.due_at <= clock_timestamp()
  AND n.delivered_revision = 0 AND n.attempts = 0 AND n.digest_id IS NULL AND n.incident_id IS NOT NULL
  AND (n.lease_until IS NULL OR n.lease_until < clock_timestamp())`;

/** The lane's digests that still take what comes. */
const open = `receiver = $1 AND channel = $2 AND incident_id IS NULL AND state <> 'failed'
  AND formed_at > clock_timestamp() - make_interval(secs => ${openForMs / 1_000})`;

/** How much waits in a lane, and whether a digest is there that it could join. */
export interface LaneQueue {
  readonly count: number;
  readonly isDigestOpen: boolean;
}

export async function readQueue(sql: Sql, { receiver, channel }: Lane): Promise<LaneQueue> {
  const [row] = await sql.rows<{ count: number; is_digest_open: boolean }>(
    `SELECT (SELECT count(*)::int FROM notifications n WHERE ${waiting}) AS count,
       EXISTS (SELECT FROM notifications WHERE ${open}) AS is_digest_open`,
    [receiver, channel],
  );
  return { count: row?.count ?? 0, isDigestOpen: row?.is_digest_open ?? false };
}

/** First messages that wait in a lane, the most severe first, as the lane itself would take them. */
export async function readWaiting(sql: Sql, { receiver, channel }: Lane): Promise<readonly WaitingMessage[]> {
  const rows = await sql.rows<WaitingRow>(
    `SELECT n.notification_id, n.route, n.unless_acknowledged, i.*, m.model_id, m.version
     FROM notifications n JOIN incidents i USING (incident_id) LEFT JOIN models m USING (model_key)
     WHERE ${waiting}
     ORDER BY array_position($3::text[], i.severity) DESC, n.due_at LIMIT ${mostAtOnce}`,
    [receiver, channel, severities],
  );
  return rows.map((row) => ({
    notificationId: row.notification_id,
    incidentId: row.incident_id,
    route: row.route,
    labels: labelsOfIncident(row),
    status: row.status,
    severity: row.severity,
    toldSeverity: null,
    mayHaveArrived: false,
    unlessAcknowledged: row.unless_acknowledged,
  }));
}

/**
 * Puts messages into a lane's digest: the one of the last minute, or a new one. They stay owed until it is taken, and the
 * ledger says of each where it is told. What somebody else took meanwhile is left out.
 */
export async function putIntoDigest(
  tx: Sql,
  { receiver, channel }: Lane,
  notificationIds: readonly string[],
): Promise<void> {
  const digestId = await openDigest(tx, { receiver, channel });
  await tx.rows(
    `WITH told AS (UPDATE notifications n SET digest_id = $3, last_reason = $5
       WHERE notification_id = ANY($4::uuid[]) AND ${waiting} RETURNING notification_id)
     INSERT INTO delivery_holds (notification_id, reason) SELECT notification_id, $5 FROM told
     ON CONFLICT (notification_id, reason) DO UPDATE SET last_at = clock_timestamp()`,
    [receiver, channel, digestId, notificationIds, inDigest],
  );
  await raiseDigest(tx, digestId);
}

async function openDigest(tx: Sql, { receiver, channel }: Lane): Promise<string> {
  const [formed] = await tx.rows<{ notification_id: string }>(
    `SELECT notification_id FROM notifications WHERE ${open} ORDER BY formed_at DESC LIMIT 1`,
    [receiver, channel],
  );
  if (formed !== undefined) return formed.notification_id;
  const digestId = randomUUID();
  await tx.rows(
    `INSERT INTO notifications (notification_id, receiver, channel, state, wanted_revision, due_at, formed_at)
     VALUES ($1, $2, $3, 'pending', 0, clock_timestamp(), clock_timestamp())`,
    [digestId, receiver, channel],
  );
  return digestId;
}

/** A digest is told anew: as soon as it may be edited. */
export async function raiseDigest(tx: Sql, digestId: string): Promise<void> {
  await tx.rows(
    `UPDATE notifications SET wanted_revision = wanted_revision + 1, state = 'pending',
       due_at = CASE WHEN state = 'pending' THEN due_at ELSE greatest(clock_timestamp(), rest_until) END
     WHERE notification_id = $1`,
    [digestId],
  );
}

/** What a digest said of one message's incident. */
export interface ToldInDigest {
  readonly notificationId: string;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** When the incident is told again, by a message of its own; null: never. */
  readonly repeatAtMs: number | null;
}

/** The digest was taken: what it tells is delivered, and the ledger of each has the attempt that told it first. */
export async function tellMembers(
  tx: Sql,
  digest: ClaimedNotification,
  told: readonly ToldInDigest[],
  attemptId: string,
): Promise<void> {
  const members = `unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS t (id, severity, status, repeat_at)`;
  await tx.rows(
    `WITH told AS (
       UPDATE notifications n SET state = 'delivered', delivered_revision = wanted_revision, attempts = 0,
         last_reason = $6, told_severity = t.severity, told_status = t.status,
         repeat_at = CASE WHEN t.status <> 'open' THEN NULL ELSE coalesce(n.repeat_at, t.repeat_at) END
       FROM ${members}, (SELECT notification_id, delivered_revision AS before FROM notifications WHERE digest_id = $1) b
       WHERE n.notification_id = t.id AND b.notification_id = t.id AND n.digest_id = $1
       RETURNING n.notification_id, n.delivered_revision, n.fencing_token, n.traceparent, b.before)
     INSERT INTO delivery_attempts (notification_id, attempt, action, revision, fencing_token, outcome, status_code,
       reason, started_at, finished_at, traceparent)
     SELECT told.notification_id,
       1 + (SELECT count(*) FROM delivery_attempts a WHERE a.notification_id = told.notification_id),
       'digest', delivered_revision, told.fencing_token, d.outcome, d.status_code, $6, d.started_at, d.finished_at,
       coalesce(told.traceparent, d.traceparent)
     FROM told, delivery_attempts d WHERE before = 0 AND d.attempt_id = $7`,
    [
      digest.notificationId,
      told.map(({ notificationId }) => notificationId),
      told.map(({ severity }) => severity),
      told.map(({ status }) => status),
      told.map(({ repeatAtMs }) => (repeatAtMs === null ? null : new Date(repeatAtMs))),
      inDigest,
      attemptId,
    ],
  );
}

/** The digest will never be taken: what it was to tell goes out singly, and what changes from now on. */
export async function releaseMembers(tx: Sql, digestId: string): Promise<void> {
  await tx.rows(
    `UPDATE notifications SET digest_id = NULL, last_reason = 'its digest was refused' WHERE digest_id = $1`,
    [digestId],
  );
}
