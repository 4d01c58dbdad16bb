import { watchdogTenant } from '#contracts';
import type { Sql } from '#database';

/** When a receiver last took a message, by Postgres's clock; undefined: never. */
export async function readLastAccepted(sql: Sql, receiver: string): Promise<string | undefined> {
  const [row] = await sql.rows<{ at: string | null }>(
    `SELECT max(finished_at)::text AS at FROM delivery_attempts JOIN notifications USING (notification_id)
     WHERE receiver = $1 AND outcome = 'accepted'`,
    [receiver],
  );
  return row?.at ?? undefined;
}

/** Fingerprints of canaries' incidents that are open and of which everybody was told. */
export async function readToldCanaries(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ fingerprint: string }>(
    `SELECT fingerprint FROM incidents i
     WHERE tenant = $1 AND status <> 'resolved'
       AND NOT EXISTS (SELECT FROM notifications n WHERE n.incident_id = i.incident_id AND n.state <> 'delivered')`,
    [watchdogTenant],
  );
  return rows.map(({ fingerprint }) => fingerprint);
}

/** A canary a minute would fill the ledger: what is older than an hour goes. */
export async function forgetOldCanaries(sql: Sql): Promise<void> {
  const old = `incident_id IN (SELECT incident_id FROM incidents WHERE tenant = $1)`;
  await sql.rows(
    `DELETE FROM incident_timeline WHERE ${old} AND at < clock_timestamp() - interval '1 hour'`,
    [watchdogTenant],
  );
  await sql.rows(
    `DELETE FROM delivery_attempts WHERE started_at < clock_timestamp() - interval '1 hour'
       AND notification_id IN (SELECT notification_id FROM notifications WHERE ${old})`,
    [watchdogTenant],
  );
}
