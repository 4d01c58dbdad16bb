import type { Sql } from '#database';

/** An event of a provider, which may come more than once. */
export interface InboundEvent {
  readonly provider: 'slack' | 'pagerduty';
  readonly eventId: string;
}

/** A provider repeats an event for two days at most. */
const keptDays = 7;

/** True where the event is new; it is known from then on, if the transaction is committed. */
export async function isFirstTime(tx: Sql, { provider, eventId }: InboundEvent): Promise<boolean> {
  const added = await tx.rows(
    `INSERT INTO inbound_events (provider, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING event_id`,
    [provider, eventId],
  );
  if (added.length === 0) return false;
  await tx.rows(`DELETE FROM inbound_events WHERE taken_at < now() - make_interval(days => ${keptDays})`);
  return true;
}
