import type { Channel } from '#contracts';
import type { Database } from '#database';
import { type Receiver, parseRouting } from '#incidents';
import { type TestRow, requestOf, testColumns, testDeliveryOf } from './receiver-tests.store.js';
import type { ReceiverAnswer } from './receiver.schema.js';

/** A receiver as the routing in force has it, with its channels. */
interface KnownReceiver {
  readonly name: string;
  readonly fallback: string | null;
  readonly channels: readonly { readonly channel: Channel; readonly to: string | null }[];
}

interface LaneRow {
  readonly receiver: string;
  readonly channel: Channel;
  readonly started_at: Date | null;
  readonly incident_id: string | null;
  readonly outcome: 'started' | 'accepted' | 'retry' | 'failed' | null;
  readonly status_code: number | null;
  readonly reason: string | null;
  readonly waiting: number;
  readonly failed: number;
}

/** Reads who is told, and how that goes. */
export class ReceiversQuery {
  constructor(private readonly database: Database) {}

  /** Every receiver of the routing that alerting goes by, in its order; none before alerting has run. */
  async list(): Promise<ReceiverAnswer[]> {
    const receivers = await this.#known();
    const lanes = receivers.flatMap(({ name, channels }) => channels.map(({ channel }) => [name, channel]));
    const of = [lanes.map(([name]) => name), lanes.map(([, channel]) => channel)];
    const [deliveries, tests] = await Promise.all([
      this.database.rows<LaneRow>(lanesStatement, of),
      this.database.rows<TestRow>(testsStatement, of),
    ]);
    return receivers.map(({ channels, ...receiver }) => ({
      ...receiver,
      channels: channels.map((one) => {
        const isOf = (row: { readonly receiver: string; readonly channel: Channel }): boolean =>
          row.receiver === receiver.name && row.channel === one.channel;
        const test = tests.find(isOf);
        const lastTest = test === undefined ? null : { ...requestOf(test), ...testDeliveryOf(test) };
        return { ...one, ...laneOf(deliveries.find(isOf)), lastTest };
      }),
    }));
  }

  /** The channels by which a receiver is told; undefined where the routing in force has none of this name. */
  async channelsOf(name: string): Promise<readonly Channel[] | undefined> {
    const found = (await this.#known()).find((receiver) => receiver.name === name);
    return found?.channels.map(({ channel }) => channel);
  }

  async #known(): Promise<readonly KnownReceiver[]> {
    const [row] = await this.database.rows<{ body: string }>(`SELECT body FROM routing_in_force`);
    const routing = row && parseRouting(row.body, 'routing.yaml');
    return routing?.ok === true ? routing.value.receivers.map(receiverOf) : [];
  }
}

const lanesStatement = `SELECT l.receiver, l.channel, a.*,
    (SELECT count(*)::int FROM notifications n JOIN incidents i USING (incident_id)
     WHERE n.receiver = l.receiver AND n.channel = l.channel AND n.state = 'pending' AND i.status <> 'resolved') AS waiting,
    (SELECT count(*)::int FROM notifications n JOIN incidents i USING (incident_id)
     WHERE n.receiver = l.receiver AND n.channel = l.channel AND n.state = 'failed' AND i.status <> 'resolved') AS failed
  FROM unnest($1::text[], $2::text[]) AS l (receiver, channel)
    LEFT JOIN LATERAL (
      SELECT a.started_at, n.incident_id, a.outcome, a.status_code, a.reason
      FROM delivery_attempts a JOIN notifications n USING (notification_id)
      WHERE n.receiver = l.receiver AND n.channel = l.channel AND a.started_at > now() - interval '30 days'
      ORDER BY a.started_at DESC LIMIT 1) a ON true`;

const testsStatement = `SELECT t.* FROM unnest($1::text[], $2::text[]) AS l (receiver, channel)
    JOIN LATERAL (SELECT ${testColumns} FROM receiver_tests r
      WHERE r.receiver = l.receiver AND r.channel = l.channel ORDER BY requested_at DESC LIMIT 1) t ON true`;

function receiverOf({ name, fallback, slack, pagerduty, webhook }: Receiver): KnownReceiver {
  return {
    name,
    fallback: fallback ?? null,
    channels: [
      ...(slack ? [{ channel: 'slack' as const, to: slack.channel }] : []),
      ...(pagerduty ? [{ channel: 'pagerduty' as const, to: null }] : []),
      ...(webhook ? [{ channel: 'webhook' as const, to: new URL(webhook.url).host }] : []),
    ],
  };
}

function laneOf(row: LaneRow | undefined) {
  const { started_at: at = null, incident_id: incidentId = null, outcome = null } = row ?? {};
  const { status_code: statusCode = null, reason = null, waiting = 0, failed = 0 } = row ?? {};
  const isKnown = at !== null && incidentId !== null && outcome !== null;
  const lastDelivery = isKnown ? { at: at.toISOString(), incidentId, outcome, statusCode, reason } : null;
  return { lastDelivery, waiting, failed };
}
