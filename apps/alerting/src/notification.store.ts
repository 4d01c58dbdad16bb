import type { AttemptOutcome, Channel, IncidentStatus, Severity } from '#contracts';
import type { Sql } from '#database';
import type { KnowingReceiver, PlannedNotification } from '#incidents';
import { deterministicUuid } from '#kernel';
import type { ClaimedNotification, ProviderRef } from './claim.store.js';
import { raiseDigest } from './digest/digest.store.js';

/** A receiver owed the newest revision of an incident. */
export interface OwedNotification extends PlannedNotification {
  readonly incidentId: string;
  readonly traceparent: string;
}

/**
 * Raises what a receiver is owed by one revision. One row per incident, receiver and channel: what happens while a
 * message waits is told by that same message. A message that waits goes out at the earlier of both times, and not
 * before its channel's next turn; a row that nobody opened stays away. What a digest tells stays there and is told by its
 * next edit, unless the incident opens, gets worse or comes back: then it gets a message of its own.
 */
export async function oweNotification(tx: Sql, owed: OwedNotification): Promise<void> {
  const parameters = [owed.incidentId, owed.receiver, owed.channel, new Date(owed.dueAtMs)];
  const [raised] = await tx.rows<{ digest_id: string | null }>(
    `UPDATE notifications n SET
       wanted_revision = wanted_revision + 1,
       due_at = CASE WHEN before.stays THEN due_at
                     WHEN state = 'pending' THEN least(due_at, greatest($4, rest_until))
                     ELSE greatest($4, coalesce(rest_until, $4)) END,
       state = CASE WHEN before.stays THEN state ELSE 'pending' END,
       digest_id = CASE WHEN before.stays THEN n.digest_id END
     FROM (SELECT notification_id, digest_id, digest_id IS NOT NULL AND NOT $5 AS stays FROM notifications
           WHERE incident_id = $1 AND receiver = $2 AND channel = $3 FOR UPDATE) AS before
     WHERE n.notification_id = before.notification_id
     RETURNING before.digest_id`,
    [...parameters, owed.opens],
  );
  if (raised !== undefined && raised.digest_id !== null) await raiseDigest(tx, raised.digest_id);
  if (raised !== undefined || !owed.opens) return;
  await tx.rows(
    `INSERT INTO notifications (notification_id, incident_id, receiver, channel, due_at, state, wanted_revision, route,
       unless_acknowledged, traceparent)
     VALUES ($5, $1, $2, $3, $4, 'pending', 1, $6, $7, $8)`,
    [
      ...parameters,
      deterministicUuid('notification', owed.incidentId, owed.receiver, owed.channel),
      owed.route,
      owed.unlessAcknowledged,
      owed.traceparent,
    ],
  );
}

/** Who was told of an incident, or may have been. */
export async function readKnowing(tx: Sql, incidentId: string): Promise<readonly KnowingReceiver[]> {
  return tx.rows<KnowingReceiver>(
    `SELECT receiver, channel, route, (told_status IS DISTINCT FROM 'resolved' OR attempts > 0) AS "isTold"
     FROM notifications WHERE incident_id = $1 AND (told_status IS NOT NULL OR attempts > 0)
     ORDER BY receiver, channel`,
    [incidentId],
  );
}

/**
 * Notes that the one receiver of a channel knows an incident's status, since it said so itself. False where the channel
 * has several receivers: then all are told, since nobody can say which one knows.
 */
export async function noteAlreadyTold(
  tx: Sql,
  about: { readonly incidentId: string; readonly channel: Channel; readonly status: IncidentStatus },
): Promise<boolean> {
  const noted = await tx.execute(
    `UPDATE notifications n SET told_status = $3, repeat_at = NULL
     WHERE n.incident_id = $1 AND n.channel = $2 AND 1 = (
       SELECT count(*) FROM notifications o WHERE o.incident_id = $1 AND o.channel = $2)`,
    [about.incidentId, about.channel, about.status],
  );
  return noted === 1;
}

/** What is about to be sent. */
export interface AttemptStart {
  readonly action: string;
  readonly traceparent: string;
  /** By what the provider will know it; null: as before. */
  readonly ref: ProviderRef | null;
}

/** Writes the attempt down before anything is sent: a process that dies in the middle leaves `started` behind. */
export async function startAttempt(
  sql: Sql,
  claimed: ClaimedNotification,
  { action, traceparent, ref }: AttemptStart,
): Promise<string> {
  const [row] = await sql.rows<{ attempt_id: string }>(
    `WITH known AS (UPDATE notifications SET provider_ref = $6::jsonb
       WHERE notification_id = $1 AND fencing_token = $4 AND $6::jsonb IS NOT NULL)
     INSERT INTO delivery_attempts (notification_id, attempt, action, revision, fencing_token, outcome, started_at,
       traceparent)
     SELECT $1, 1 + count(*), $2, $3, $4, 'started', clock_timestamp(), $5
     FROM delivery_attempts WHERE notification_id = $1
     RETURNING attempt_id`,
    [
      ...[claimed.notificationId, action, claimed.revision, claimed.fencingToken, traceparent],
      ref === null ? null : JSON.stringify(ref),
    ],
  );
  if (row === undefined) throw new TypeError('INSERT … RETURNING gave no row');
  return row.attempt_id;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly attemptId: string;
  readonly outcome: Exclude<AttemptOutcome, 'started'>;
  readonly statusCode: number | null;
  readonly reason: string | null;
}

export async function endAttempt(tx: Sql, end: AttemptEnd): Promise<void> {
  await tx.rows(
    `UPDATE delivery_attempts SET outcome = $2, status_code = $3, reason = $4, finished_at = clock_timestamp()
     WHERE attempt_id = $1`,
    [end.attemptId, end.outcome, end.statusCode, end.reason],
  );
}

/** What becomes of the notification after an attempt. */
export interface NotificationNext {
  readonly state: 'pending' | 'delivered' | 'failed';
  /** null: as before. */
  readonly providerRef: ProviderRef | null;
  /** The provider has our message no more: the next one is a first one. */
  readonly isGone: boolean;
  /** When it may be sent again, should there be anything to send. */
  readonly notBeforeMs: number;
  /** When an incident that is still open and that nobody acknowledged is told again; null: never. */
  readonly repeatAtMs: number | null;
  readonly reason: string | null;
  /** What the receiver knows now, where it took the message. */
  readonly told: { readonly severity: Severity; readonly status: IncidentStatus } | null;
}

/**
 * Settles a claimed notification. False where the lease was lost and another worker has claimed it since: then
 * nothing changes. What was raised while it was being sent stays pending.
 */
export async function settle(
  tx: Sql,
  claimed: ClaimedNotification,
  next: NotificationNext,
): Promise<boolean> {
  const settled = await tx.execute(
    `UPDATE notifications SET
       state = CASE WHEN $3 = 'delivered' AND wanted_revision > $4 THEN 'pending' ELSE $3 END,
       delivered_revision = CASE WHEN $12 THEN $4 ELSE delivered_revision END,
       attempts = CASE WHEN $12 THEN 0 ELSE attempts END,
       provider_ref = CASE WHEN $11 THEN NULL ELSE coalesce($5::jsonb, provider_ref) END, due_at = $6, last_reason = $7, lease_until = NULL,
       rest_until = $6, repeat_at = $8,
       told_severity = coalesce($9, told_severity), told_status = coalesce($10, told_status)
     WHERE notification_id = $1 AND fencing_token = $2`,
    [
      claimed.notificationId,
      claimed.fencingToken,
      next.state,
      claimed.revision,
      next.providerRef === null ? null : JSON.stringify(next.providerRef),
      new Date(next.notBeforeMs),
      next.reason,
      next.repeatAtMs === null ? null : new Date(next.repeatAtMs),
      next.told?.severity ?? null,
      next.told?.status ?? null,
      next.isGone,
      next.told !== null,
    ],
  );
  return settled === 1;
}

/** Puts a claimed notification back, or aside for good where `untilMs` is null, and writes down why. */
export async function holdBack(
  tx: Sql,
  claimed: ClaimedNotification,
  hold: { readonly reason: string; readonly untilMs: number | null },
): Promise<void> {
  const until = hold.untilMs === null ? null : new Date(hold.untilMs);
  const held = await tx.execute(
    `UPDATE notifications SET state = CASE WHEN $3::timestamptz IS NULL THEN 'skipped' ELSE 'pending' END,
       attempts = attempts - 1, due_at = coalesce($3, due_at), last_reason = $4, lease_until = NULL, repeat_at = NULL
     WHERE notification_id = $1 AND fencing_token = $2`,
    [claimed.notificationId, claimed.fencingToken, until, hold.reason],
  );
  if (held === 0) return;
  await tx.rows(
    `INSERT INTO delivery_holds (notification_id, reason, until_at) VALUES ($1, $2, $3)
     ON CONFLICT (notification_id, reason) DO UPDATE SET last_at = clock_timestamp(), until_at = $3`,
    [claimed.notificationId, hold.reason, until],
  );
}
