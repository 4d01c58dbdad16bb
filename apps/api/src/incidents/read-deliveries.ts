import type { AttemptOutcome, Channel, IncidentStatus, NotificationState, Severity } from '#contracts';
import type { Sql } from '#database';
import { explainDelivery } from '#incidents';
import type { Delivery } from './delivery.schema.js';

interface NotificationRow {
  readonly notification_id: string;
  readonly receiver: string;
  readonly channel: Channel;
  readonly route: string;
  readonly state: NotificationState;
  readonly told_severity: Severity | null;
  readonly told_status: IncidentStatus | null;
  readonly unless_acknowledged: boolean;
  readonly last_reason: string | null;
  readonly due_at: Date;
  readonly repeat_at: Date | null;
}

interface AttemptRow {
  readonly notification_id: string;
  readonly attempt: number;
  readonly action: string;
  readonly outcome: AttemptOutcome;
  readonly status_code: number | null;
  readonly reason: string | null;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly traceparent: string | null;
}

interface HoldRow {
  readonly notification_id: string;
  readonly reason: string;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly until_at: Date | null;
}

const ofIncident = `JOIN notifications n USING (notification_id) WHERE n.incident_id = $1`;

/** What each receiver was owed, every attempt to deliver it and all that kept it back, the oldest first. */
export async function readDeliveries(sql: Sql, incidentId: string): Promise<Delivery[]> {
  const [notifications, attempts, holds] = await Promise.all([
    sql.rows<NotificationRow>(
      `SELECT * FROM notifications WHERE incident_id = $1 ORDER BY receiver, channel`,
      [incidentId],
    ),
    sql.rows<AttemptRow>(`SELECT a.* FROM delivery_attempts a ${ofIncident} ORDER BY a.attempt`, [
      incidentId,
    ]),
    sql.rows<HoldRow>(`SELECT h.* FROM delivery_holds h ${ofIncident} ORDER BY h.first_at`, [incidentId]),
  ]);
  return notifications.map((row) => {
    const isOfRow = ({ notification_id: id }: { notification_id: string }): boolean =>
      id === row.notification_id;
    const known = {
      ...ledgerOf(row),
      attempts: attempts.filter(isOfRow).map(attemptOf),
      holds: holds.filter(isOfRow).map(holdOf),
    };
    return { ...known, answer: explainDelivery(known) };
  });
}

function ledgerOf(row: NotificationRow): Omit<Delivery, 'attempts' | 'holds' | 'answer'> {
  return {
    receiver: row.receiver,
    channel: row.channel,
    route: row.route,
    state: row.state,
    toldSeverity: row.told_severity,
    toldStatus: row.told_status,
    isEscalation: row.unless_acknowledged,
    reason: row.last_reason,
    nextAttemptAt: row.state === 'pending' ? row.due_at.toISOString() : null,
    repeatAt: row.state === 'delivered' ? (row.repeat_at?.toISOString() ?? null) : null,
  };
}

function attemptOf(row: AttemptRow): Delivery['attempts'][number] {
  const { started_at: startedAt, finished_at: finishedAt } = row;
  return {
    attempt: row.attempt,
    action: row.action,
    outcome: row.outcome,
    statusCode: row.status_code,
    reason: row.reason,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    latencyMs: finishedAt === null ? null : finishedAt.getTime() - startedAt.getTime(),
    traceparent: row.traceparent,
  };
}

function holdOf(row: HoldRow): Delivery['holds'][number] {
  return {
    reason: row.reason,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    untilAt: row.until_at?.toISOString() ?? null,
  };
}
