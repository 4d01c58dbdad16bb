import type { Sql } from '#database';

/** So long an end is said again; whoever looks at PagerDuty sees what stands there all the same. */
const patience = `interval '24 hours'`;

/**
 * Owes PagerDuty the end of every incident that it took, and by its own events does not hold for over although it had
 * `waitSeconds` to. The receivers that are told again. Without events of PagerDuty nothing is known, and nothing is sent.
 */
export async function oweUnagreedEnds(sql: Sql, waitSeconds: number): Promise<readonly string[]> {
  const rows = await sql.rows<{ receiver: string }>(
    `UPDATE notifications n SET wanted_revision = wanted_revision + 1, state = 'pending', due_at = clock_timestamp()
     FROM incidents i
     WHERE n.incident_id = i.incident_id AND n.channel = 'pagerduty' AND n.state = 'delivered'
       AND n.told_status = 'resolved' AND i.status = 'resolved' AND i.resolved_at > clock_timestamp() - ${patience}
       AND EXISTS (SELECT FROM pagerduty_incidents p WHERE p.incident_id = i.incident_id AND p.status <> 'resolved')
       AND (SELECT max(finished_at) FROM delivery_attempts a
            WHERE a.notification_id = n.notification_id AND outcome = 'accepted')
         < clock_timestamp() - make_interval(secs => $1)
     RETURNING n.receiver`,
    [waitSeconds],
  );
  return rows.map(({ receiver }) => receiver);
}
