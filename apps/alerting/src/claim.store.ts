import { type Channel, type IncidentStatus, type Severity, severities } from '#contracts';
import type { Database, Sql } from '#database';

/** What a lane carries: the messages to one receiver over one channel. */
export interface Lane {
  readonly receiver: string;
  readonly channel: Channel;
}

/** A notification that this worker may send until its lease ends. */
export interface ClaimedNotification {
  readonly notificationId: string;
  readonly incidentId: string;
  readonly receiver: string;
  readonly channel: Channel;
  readonly route: string;
  readonly unlessAcknowledged: boolean;
  /** What the receiver was told last; null: nothing. */
  readonly toldSeverity: Severity | null;
  readonly toldStatus: IncidentStatus | null;
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
  readonly receiver: string;
  readonly channel: Channel;
  readonly route: string;
  readonly unless_acknowledged: boolean;
  readonly told_severity: Severity | null;
  readonly told_status: IncidentStatus | null;
  readonly wanted_revision: string;
  readonly delivered_revision: string;
  readonly provider_ref: ProviderRef | null;
  readonly attempts: number;
  readonly fencing_token: string;
  readonly lease_until: Date;
  readonly traceparent: string | null;
}

/**
 * A lane's due notification, leased to the caller; others skip it meanwhile. What nobody was told of yet comes first, the
 * most severe of it before the rest: in a storm a lane is busy for long, and edits can wait.
 */
export async function claimDue(
  database: Database,
  { receiver, channel }: Lane,
): Promise<ClaimedNotification | undefined> {
  return database.transaction(async (tx) => {
    const [row] = await tx.rows<ClaimRow>(
      `UPDATE notifications SET fencing_token = fencing_token + 1, attempts = attempts + 1,
         lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
       WHERE notification_id = (
         SELECT n.notification_id FROM notifications n JOIN incidents i USING (incident_id)
         WHERE n.receiver = $1 AND n.channel = $2
           AND (n.state = 'pending' AND n.due_at <= clock_timestamp()
             OR n.state = 'delivered' AND n.repeat_at <= clock_timestamp())
           AND (n.lease_until IS NULL OR n.lease_until < clock_timestamp())
         ORDER BY n.delivered_revision > 0, array_position($3::text[], i.severity) DESC, n.due_at
         LIMIT 1 FOR UPDATE OF n SKIP LOCKED)
       RETURNING *`,
      [receiver, channel, severities],
    );
    if (row === undefined) return undefined;
    return claimOf(row, await readEarlierAttempts(tx, row.notification_id));
  });
}

interface EarlierAttempts {
  readonly may_have_arrived: boolean;
  readonly first_at: Date | null;
}

async function readEarlierAttempts(tx: Sql, notificationId: string): Promise<EarlierAttempts | undefined> {
  const [earlier] = await tx.rows<EarlierAttempts>(
    `SELECT coalesce(bool_or(outcome = 'started' OR reason LIKE 'ambiguous%'), false) AS may_have_arrived,
       min(started_at) FILTER (WHERE attempt > coalesce(last_accepted, 0)) AS first_at
     FROM (SELECT *, max(attempt) FILTER (WHERE outcome = 'accepted') OVER () AS last_accepted
           FROM delivery_attempts WHERE notification_id = $1) AS earlier`,
    [notificationId],
  );
  return earlier;
}

function claimOf(row: ClaimRow, earlier: EarlierAttempts | undefined): ClaimedNotification {
  return {
    notificationId: row.notification_id,
    incidentId: row.incident_id,
    receiver: row.receiver,
    channel: row.channel,
    route: row.route,
    unlessAcknowledged: row.unless_acknowledged,
    toldSeverity: row.told_severity,
    toldStatus: row.told_status,
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
}
