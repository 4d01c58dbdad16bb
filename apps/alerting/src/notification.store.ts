import type { AttemptOutcome, Channel } from '#contracts';
import type { Database, Sql } from '#database';
import { deterministicUuid } from '#kernel';

/** A channel owed the newest revision of an incident. */
export interface OwedNotification {
  readonly incidentId: string;
  readonly channel: Channel;
  readonly traceparent: string;
}

/**
 * Raises what a channel is owed by one revision. One row per incident and channel: what happens while a message
 * waits is told by that same message. A time set for the next edit is kept.
 */
export async function oweNotification(tx: Sql, owed: OwedNotification): Promise<void> {
  await tx.rows(
    `INSERT INTO notifications (notification_id, incident_id, channel, state, wanted_revision, due_at, traceparent)
     VALUES ($1, $2, $3, 'pending', 1, clock_timestamp(), $4)
     ON CONFLICT (incident_id, channel) DO UPDATE SET
       wanted_revision = notifications.wanted_revision + 1, state = 'pending',
       due_at = CASE WHEN notifications.state = 'failed' THEN clock_timestamp() ELSE notifications.due_at END`,
    [
      deterministicUuid('notification', owed.incidentId, owed.channel),
      owed.incidentId,
      owed.channel,
      owed.traceparent,
    ],
  );
}

/** A notification that this worker may send until its lease ends. */
export interface ClaimedNotification {
  readonly notificationId: string;
  readonly incidentId: string;
  readonly channel: Channel;
  readonly revision: string;
  readonly deliveredRevision: string;
  readonly providerRef: ProviderRef | null;
  /** Attempts including this one since the last acceptance. */
  readonly attempts: number;
  /** True where an earlier attempt may have reached the provider without our knowing. */
  readonly mayHaveArrived: boolean;
  /** Start of the first attempt since the last accepted one, or now: giving up counts from there. */
  readonly firstAttemptAtMs: number;
  readonly fencingToken: string;
  readonly leaseUntilMs: number;
  readonly traceparent: string | null;
}

/** What the provider calls our message. */
export type ProviderRef = Readonly<Record<string, string>>;

const leaseSeconds = 30;

interface ClaimRow {
  readonly notification_id: string;
  readonly incident_id: string;
  readonly channel: Channel;
  readonly wanted_revision: string;
  readonly delivered_revision: string;
  readonly provider_ref: ProviderRef | null;
  readonly attempts: number;
  readonly fencing_token: string;
  readonly lease_until: Date;
  readonly traceparent: string | null;
}

/** The channel's notification that has been due the longest, leased to the caller; others skip it meanwhile. */
export async function claimDue(
  database: Database,
  channel: Channel,
): Promise<ClaimedNotification | undefined> {
  return database.transaction(async (tx) => {
    const [row] = await tx.rows<ClaimRow>(
      `UPDATE notifications SET fencing_token = fencing_token + 1, attempts = attempts + 1,
         lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
       WHERE notification_id = (
         SELECT notification_id FROM notifications
         WHERE state = 'pending' AND channel = $1 AND due_at <= clock_timestamp()
           AND (lease_until IS NULL OR lease_until < clock_timestamp())
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING *`,
      [channel],
    );
    if (row === undefined) return undefined;
    const [earlier] = await tx.rows<{ may_have_arrived: boolean; first_at: Date | null }>(
      `SELECT coalesce(bool_or(outcome = 'started' OR reason LIKE 'ambiguous%'), false) AS may_have_arrived,
         min(started_at) FILTER (WHERE attempt > coalesce(last_accepted, 0)) AS first_at
       FROM (SELECT *, max(attempt) FILTER (WHERE outcome = 'accepted') OVER () AS last_accepted
             FROM delivery_attempts WHERE notification_id = $1) AS earlier`,
      [row.notification_id],
    );
    return {
      notificationId: row.notification_id,
      incidentId: row.incident_id,
      channel: row.channel,
      revision: row.wanted_revision,
      deliveredRevision: row.delivered_revision,
      providerRef: row.provider_ref,
      attempts: row.attempts,
      mayHaveArrived: earlier?.may_have_arrived ?? false,
      firstAttemptAtMs: (earlier?.first_at ?? new Date()).getTime(),
      fencingToken: row.fencing_token,
      leaseUntilMs: row.lease_until.getTime(),
      traceparent: row.traceparent,
    };
  });
}

/** Writes the attempt down before anything is sent: a process that dies in the middle leaves `started` behind. */
export async function startAttempt(
  sql: Sql,
  claimed: ClaimedNotification,
  attempt: { readonly action: string; readonly traceparent: string },
): Promise<string> {
  const [row] = await sql.rows<{ attempt_id: string }>(
    `INSERT INTO delivery_attempts (notification_id, attempt, action, revision, fencing_token, outcome, started_at,
       traceparent)
     SELECT $1, 1 + count(*), $2, $3, $4, 'started', clock_timestamp(), $5
     FROM delivery_attempts WHERE notification_id = $1
     RETURNING attempt_id`,
    [claimed.notificationId, attempt.action, claimed.revision, claimed.fencingToken, attempt.traceparent],
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
  readonly providerRef: ProviderRef | null;
  /** When it may be sent again, should there be anything to send. */
  readonly notBeforeMs: number;
  readonly reason: string | null;
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
       delivered_revision = CASE WHEN $3 = 'delivered' THEN $4 ELSE delivered_revision END,
       attempts = CASE WHEN $3 = 'delivered' THEN 0 ELSE attempts END,
       provider_ref = coalesce($5::jsonb, provider_ref), due_at = $6, last_reason = $7, lease_until = NULL
     WHERE notification_id = $1 AND fencing_token = $2`,
    [
      claimed.notificationId,
      claimed.fencingToken,
      next.state,
      claimed.revision,
      next.providerRef === null ? null : JSON.stringify(next.providerRef),
      new Date(next.notBeforeMs),
      next.reason,
    ],
  );
  return settled === 1;
}

/** Keeps the channel's waiting messages back until the provider takes calls again. */
export async function holdChannel(tx: Sql, channel: Channel, untilMs: number): Promise<void> {
  await tx.rows(
    `UPDATE notifications SET due_at = $2 WHERE channel = $1 AND state = 'pending' AND due_at < $2`,
    [channel, new Date(untilMs)],
  );
}
