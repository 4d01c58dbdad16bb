import type { Channel, IncidentStatus } from '#contracts';
import type { Sql } from '#database';
import type { Lane } from '../claim.store.js';

/** A message that is owed to a receiver that the routing has no more: nobody would ever send it. */
export interface Stray {
  readonly notificationId: string;
  readonly incidentId: string;
  readonly receiver: string;
  readonly channel: Channel;
  /** What the receiver was told last; null: nothing. */
  readonly toldStatus: IncidentStatus | null;
}

/** While a new routing is rolled out, a process that has the old one may send by it yet. */
const graceSeconds = 60;
const mostAtOnce = 100;
const isFree = `n.state = 'pending' AND (n.lease_until IS NULL OR n.lease_until < clock_timestamp())`;

/** Messages that are due for a while and that go by none of these lanes, the oldest first. */
export async function readStrays(sql: Sql, lanes: readonly Lane[]): Promise<readonly Stray[]> {
  return sql.rows<Stray>(
    `SELECT n.notification_id AS "notificationId", n.incident_id AS "incidentId", n.receiver, n.channel,
       n.told_status AS "toldStatus"
     FROM notifications n
     WHERE ${isFree} AND n.incident_id IS NOT NULL
       AND n.due_at < clock_timestamp() - make_interval(secs => ${graceSeconds})
       AND NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS lane (receiver, channel)
                       WHERE lane.receiver = n.receiver AND lane.channel = n.channel)
     ORDER BY n.due_at LIMIT ${mostAtOnce}`,
    [lanes.map(({ receiver }) => receiver), lanes.map(({ channel }) => channel)],
  );
}

/** Gives a stray up, with the reason. False where somebody sends it after all. */
export async function giveUpStray(
  tx: Sql,
  { notificationId }: Stray,
  end: { readonly state: 'skipped' | 'failed'; readonly reason: string },
): Promise<boolean> {
  const given = await tx.execute(
    `UPDATE notifications n SET state = $2, last_reason = $3, digest_id = NULL, repeat_at = NULL
     WHERE n.notification_id = $1 AND ${isFree}`,
    [notificationId, end.state, end.reason],
  );
  return given === 1;
}
