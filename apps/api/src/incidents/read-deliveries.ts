import type { AttemptOutcome, Channel, NotificationState } from '#contracts';
import type { Sql } from '#database';
import type { IncidentDetail } from './incident.schema.js';

type Delivery = IncidentDetail['deliveries'][number];

interface AttemptRow {
  readonly channel: Channel;
  readonly state: NotificationState;
  readonly last_reason: string | null;
  readonly due_at: Date;
  readonly attempt: number | null;
  readonly action: string;
  readonly outcome: AttemptOutcome;
  readonly status_code: number | null;
  readonly reason: string | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly traceparent: string | null;
}

/** What each channel was owed and every attempt to deliver it: "was it sent, when, and if not, why". */
export async function readDeliveries(sql: Sql, incidentId: string): Promise<Delivery[]> {
  const rows = await sql.rows<AttemptRow>(
    `SELECT n.channel, n.state, n.last_reason, n.due_at, a.attempt, a.action, a.outcome, a.status_code, a.reason,
       a.started_at, a.finished_at, a.traceparent
     FROM notifications n LEFT JOIN delivery_attempts a USING (notification_id)
     WHERE n.incident_id = $1 ORDER BY n.channel, a.attempt`,
    [incidentId],
  );
  const byChannel = Map.groupBy(rows, (row) => row.channel);
  return [...byChannel].map(([channel, ofChannel]) => ({
    channel,
    state: ofChannel[0]?.state ?? 'pending',
    reason: ofChannel[0]?.last_reason ?? null,
    nextAttemptAt: ofChannel[0]?.state === 'pending' ? ofChannel[0].due_at.toISOString() : null,
    attempts: ofChannel.filter((row) => row.attempt !== null).map(attemptOf),
  }));
}

function attemptOf(row: AttemptRow): Delivery['attempts'][number] {
  return {
    attempt: row.attempt ?? 0,
    action: row.action,
    outcome: row.outcome,
    statusCode: row.status_code,
    reason: row.reason,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    traceparent: row.traceparent,
  };
}
