import { type Sql, addTimelineEntry } from '#database';
import type { MatchedRoute } from '#incidents';
import type { NotificationChannel } from './channels/channel.js';
import { type ClaimedNotification, type Lane, claimDue, giveTurnBack } from './claim.store.js';
import { openDecisions, routeOf } from './delivery/decide.js';
import { type NotifyParts, sendClaimed } from './delivery/send-claimed.js';
import { formDigest, sendDigest } from './digest/send-digest.js';
import { type IncidentView, readIncidentView } from './incident-view.store.js';
import { type NotificationNext, holdBack, oweNotification } from './notification.store.js';

/** What became of a lane's turn. Only `sent` used it up; `idle`: nothing is due, or it is not yet time. */
export type Turn = 'idle' | 'held' | 'sent';

/** What is to be told, and by which route. */
interface Delivery {
  readonly claimed: ClaimedNotification;
  readonly incident: IncidentView;
  readonly route: MatchedRoute | undefined;
}

/**
 * Delivers one due notification of a lane: claim → read the incident as it is → decide whether it goes out now → write
 * the attempt down → send → settle. Where more first messages wait than the lane gets through, all but the most severe
 * are put into a digest, which is claimed and sent in its turn as they would be.
 */
export async function deliverOne(
  lane: Lane,
  channel: NotificationChannel,
  parts: NotifyParts,
): Promise<Turn> {
  const claimed = await claimDue(parts.database, lane, channel.turnMs);
  if (claimed === undefined) return 'idle';
  if (claimed.incidentId === null) {
    if (await sendDigest(claimed, channel, parts)) return 'sent';
    return hold(claimed, { reason: 'each has a message of its own', untilMs: null }, parts);
  }
  const incident = await readIncidentView(parts.database, claimed.incidentId);
  const route = routeOf(parts, { labels: incident.labels, path: claimed.route });
  const decide = await openDecisions(parts, incident.labels['tenant'] ?? '');
  const decision = decide({ ...claimed, ...incident }, route);
  if (decision.kind !== 'send') {
    const untilMs = decision.kind === 'wait' ? decision.untilMs : null;
    return hold(claimed, { reason: decision.reason, untilMs }, parts);
  }
  if (claimed.deliveredRevision === '0') await formDigest(lane, channel, parts);
  await sendIncident({ claimed, incident, route }, channel, parts);
  return 'sent';
}

async function hold(
  claimed: ClaimedNotification,
  why: { readonly reason: string; readonly untilMs: number | null },
  { database }: NotifyParts,
): Promise<Turn> {
  await database.transaction(async (tx) => {
    await holdBack(tx, claimed, why);
    await giveTurnBack(tx, claimed);
  });
  return 'held';
}

async function sendIncident(
  { claimed, incident, route }: Delivery,
  channel: NotificationChannel,
  parts: NotifyParts,
): Promise<void> {
  const sending = {
    claimed,
    action: channel.actionFor(claimed, incident),
    ref: channel.refBefore?.(claimed, incident) ?? null,
    send: () => channel.send(claimed, incident),
    told: incident,
    repeatMs: route?.repeatIntervalMs ?? 0,
    alsoRecord: async (tx: Sql, next: NotificationNext) => {
      if (next.state === 'failed') await tellFallback(tx, { claimed, incident, route }, next, parts);
    },
  };
  await sendClaimed(sending, channel, parts);
}

/** The timeline says that a receiver refused for good, and its fallback is owed the message. */
async function tellFallback(
  tx: Sql,
  { claimed, incident }: Delivery,
  { reason }: NotificationNext,
  parts: NotifyParts,
): Promise<void> {
  const { receiver, channel } = claimed;
  const { incidentId, status } = incident;
  const fallback = fallbackOf(claimed, parts);
  const detail = { receiver, channel, reason, ...(fallback.length > 0 && { fallback }) };
  const at = { incidentId, atMs: parts.clock(), event: 'delivery-failed' };
  await addTimelineEntry(tx, { ...at, who: 'tunewarden', door: channel, detail });
  const owed = { incidentId, traceparent: claimed.traceparent ?? '', route: claimed.route };
  for (const one of status === 'resolved' ? [] : fallback) {
    const planned = { ...one, dueAtMs: parts.clock(), unlessAcknowledged: false, opens: true };
    await oweNotification(tx, { ...owed, ...planned });
  }
}

/** Where a message goes whose receiver refuses for good. */
function fallbackOf({ receiver }: Lane, { routing }: NotifyParts): readonly Lane[] {
  const { receivers } = routing.file();
  const name = receivers.find((one) => one.name === receiver)?.fallback;
  const other = receivers.find((one) => one.name === name);
  if (other === undefined || other.name === receiver) return [];
  const channels = (['slack', 'pagerduty', 'webhook'] as const).filter(
    (channel) => other[channel] !== undefined,
  );
  return channels.map((channel) => ({ receiver: other.name, channel }));
}
