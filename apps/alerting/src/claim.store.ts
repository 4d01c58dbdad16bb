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
  /** null: it is a digest. */
  readonly incidentId: string | null;
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
  /** True where an attempt since the last accepted one may have reached the provider without our knowing. */
  readonly mayHaveArrived: boolean;
  /** Start of the first attempt since the last accepted one, or now: giving up counts from there. */
  readonly firstAttemptAtMs: number;
  readonly fencingToken: string;
  /** Before the lease began, on this process's own clock, which nobody sets (`performance.now`). */
  readonly claimedAtMs: number;
  /** Until when the claim took the lane's turn, as Postgres writes it. */
  readonly turnUntil: string;
  readonly traceparent: string | null;
}

/** What the provider calls our message. */
export type ProviderRef = Readonly<Record<string, string>>;

const leaseSeconds = 30;
/** With less than this left of a lease nothing is sent: a provider may take ten seconds to answer. */
const shortestLeaseMs = 12_000;

/**
 * Whether an answer to what is sent now would come within the lease. Asked right before each call that has an effect: a
 * process that was paused must not send what another has taken over.
 */
export function hasTimeToSend({ claimedAtMs }: ClaimedNotification): boolean {
  return performance.now() - claimedAtMs < leaseSeconds * 1_000 - shortestLeaseMs;
}

interface ClaimRow {
  readonly notification_id: string;
  readonly incident_id: string | null;
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
  readonly turn_until: string;
  readonly traceparent: string | null;
}

/** The lane's row while it is open and no other process is taking its turn. */
export const openLane = `SELECT receiver, channel FROM lanes
  WHERE receiver = $1 AND channel = $2 AND open_at <= clock_timestamp() FOR UPDATE SKIP LOCKED`;

/**
 * What is due in it. What nobody was told of yet comes first, the most severe of it before the rest, a digest right after
 * what is critical: in a storm a lane is busy for long, and edits can wait, but for one of a digest that tells of more.
 */
const dueFirst = `SELECT n.notification_id FROM notifications n JOIN lane USING (receiver, channel)
    LEFT JOIN incidents i USING (incident_id)
  WHERE (n.state = 'pending' AND n.due_at <= clock_timestamp() AND n.digest_id IS NULL
      OR n.state = 'delivered' AND n.repeat_at <= clock_timestamp())
    AND (n.lease_until IS NULL OR n.lease_until < clock_timestamp())
  ORDER BY n.delivered_revision > 0 AND NOT (n.incident_id IS NULL AND EXISTS (
      SELECT FROM notifications m WHERE m.digest_id = n.notification_id AND m.state = 'pending')),
    coalesce(array_position($4::text[], i.severity), array_length($4::text[], 1) - 0.5) DESC, n.due_at
  LIMIT 1 FOR UPDATE OF n SKIP LOCKED`;

/**
 * A lane's next notification, leased to the caller; others skip it meanwhile. The lane's next turn is `turnMs` later for
 * every process, and after a provider's pause for none before its end.
 */
export async function claimDue(
  database: Database,
  { receiver, channel }: Lane,
  turnMs: number,
): Promise<ClaimedNotification | undefined> {
  const claimedAtMs = performance.now();
  return database.transaction(async (tx) => {
    const [row] = await tx.rows<ClaimRow>(
      `WITH lane AS (${openLane}), due AS (${dueFirst}),
         turn AS (UPDATE lanes SET open_at = clock_timestamp() + make_interval(secs => $3 / 1000.0)
           WHERE receiver = $1 AND channel = $2 AND EXISTS (SELECT FROM due) RETURNING open_at::text),
         claimed AS (UPDATE notifications SET fencing_token = fencing_token + 1, attempts = attempts + 1,
             digest_id = NULL, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
           WHERE notification_id = (SELECT notification_id FROM due) RETURNING *)
       SELECT claimed.*, turn.open_at AS turn_until FROM claimed, turn`,
      [receiver, channel, turnMs, severities],
    );
    if (row === undefined) return undefined;
    return claimOf(row, claimedAtMs, await readEarlierAttempts(tx, row.notification_id));
  });
}

/** Makes a lane known; until then nothing of it is claimed. */
export async function openLaneOf(sql: Sql, { receiver, channel }: Lane): Promise<void> {
  await sql.rows(`INSERT INTO lanes (receiver, channel) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
    receiver,
    channel,
  ]);
}

/** Nobody sends by this lane for so long from now. */
export async function closeLane(sql: Sql, { receiver, channel }: Lane, forMs: number): Promise<void> {
  await sql.rows(
    `UPDATE lanes SET open_at = greatest(open_at, clock_timestamp() + make_interval(secs => $3 / 1000.0))
     WHERE receiver = $1 AND channel = $2`,
    [receiver, channel, forMs],
  );
}

/** What was claimed is not sent: the next message may have its turn. A pause that the provider wants stays. */
export async function giveTurnBack(
  sql: Sql,
  { receiver, channel, turnUntil }: ClaimedNotification,
): Promise<void> {
  await sql.rows(
    `UPDATE lanes SET open_at = clock_timestamp()
     WHERE receiver = $1 AND channel = $2 AND open_at = $3::timestamptz`,
    [receiver, channel, turnUntil],
  );
}

/** How long until a lane takes its next message. */
export async function readWaitMs(sql: Sql, { receiver, channel }: Lane): Promise<number> {
  const [row] = await sql.rows<{ wait_ms: number }>(
    `SELECT greatest(0, extract(epoch FROM open_at - clock_timestamp()) * 1000)::float8 AS wait_ms
     FROM lanes WHERE receiver = $1 AND channel = $2`,
    [receiver, channel],
  );
  return row?.wait_ms ?? 0;
}

interface EarlierAttempts {
  readonly may_have_arrived: boolean;
  readonly first_at: Date | null;
}

async function readEarlierAttempts(tx: Sql, notificationId: string): Promise<EarlierAttempts | undefined> {
  const [earlier] = await tx.rows<EarlierAttempts>(
    `SELECT coalesce(bool_or(outcome = 'started' OR reason LIKE 'ambiguous%'), false) AS may_have_arrived,
       min(started_at) AS first_at
     FROM (SELECT *, max(attempt) FILTER (WHERE outcome = 'accepted') OVER () AS last_accepted
           FROM delivery_attempts WHERE notification_id = $1) AS earlier
     WHERE attempt > coalesce(last_accepted, 0)`,
    [notificationId],
  );
  return earlier;
}

function claimOf(
  row: ClaimRow,
  claimedAtMs: number,
  earlier: EarlierAttempts | undefined,
): ClaimedNotification {
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
    claimedAtMs,
    turnUntil: row.turn_until,
    traceparent: row.traceparent,
  };
}
