import type { Channel } from '#contracts';
import type { Database } from '#database';
import type { Refusal } from './status.schema.js';

interface RefusalRow {
  readonly receiver: string;
  readonly channel: Channel;
  readonly reason: string;
  readonly given_up: boolean;
  readonly messages: number;
  readonly since: Date;
}

/** A message that was tried so often waits for longer than its first pause, half a minute. */
const manyAttempts = 2;
const most = 20;

/**
 * Receivers that cannot be told: messages that were given up since `from`, unless the receiver has taken another one or
 * a test since, and messages that are tried again and again. One row a receiver, channel and reason, the oldest first.
 */
export async function readRefusals(database: Database, from: Date): Promise<Refusal[]> {
  const rows = await database.rows<RefusalRow>(
    `SELECT receiver, channel, coalesce(last_reason, 'no reason given') AS reason, state = 'failed' AS given_up,
       count(*)::int AS messages, min(since) AS since
     FROM (
       SELECT n.*, (
         SELECT min(a.started_at) FROM delivery_attempts a
         WHERE a.notification_id = n.notification_id AND a.started_at > $1 AND a.attempt > coalesce((
           SELECT max(b.attempt) FROM delivery_attempts b
           WHERE b.notification_id = n.notification_id AND b.outcome = 'accepted'), 0)) AS since
       FROM notifications n WHERE n.state = 'failed' OR n.state = 'pending' AND n.attempts >= ${manyAttempts}
     ) AS refused
     WHERE since IS NOT NULL AND (state = 'pending' OR NOT EXISTS (
       SELECT FROM notifications o JOIN delivery_attempts a USING (notification_id)
       WHERE o.receiver = refused.receiver AND o.channel = refused.channel
         AND a.outcome = 'accepted' AND a.finished_at > refused.since
       UNION ALL
       SELECT FROM receiver_tests t
       WHERE t.receiver = refused.receiver AND t.channel = refused.channel
         AND t.state = 'accepted' AND t.finished_at > refused.since))
     GROUP BY receiver, channel, last_reason, state ORDER BY min(since) LIMIT ${most}`,
    [from],
  );
  return rows.map(({ given_up: isGivenUp, since, ...row }) => ({
    ...row,
    isGivenUp,
    since: since.toISOString(),
  }));
}
