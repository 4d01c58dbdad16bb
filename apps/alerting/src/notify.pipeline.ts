import { type Database, addTimelineEntry } from '#database';
import {
  type DeliveryDecision,
  type MatchedRoute,
  decideDelivery,
  findRoutes,
  retryDelayMs,
} from '#incidents';
import type { Clock } from '#kernel';
import { type Logger, metrics, withSpan } from '#telemetry';
import type { NotificationChannel, SendResult } from './channels/channel.js';
import { type ClaimedNotification, type Lane, claimDue, closeLane, hasTimeToSend } from './claim.store.js';
import { readOpenIncidents, readSilences } from './delivery/surroundings.store.js';
import { type IncidentView, readIncidentView } from './incident-view.store.js';
import {
  type AttemptEnd,
  type NotificationNext,
  endAttempt,
  holdBack,
  oweNotification,
  settle,
  startAttempt,
} from './notification.store.js';
import type { Routing } from './routing/load-routing.js';

export interface NotifyParts {
  readonly database: Database;
  readonly routing: Routing;
  readonly clock: Clock;
  /** 0..1 */
  readonly random: () => number;
  readonly logger: Logger;
}

/** One delivery under way. */
interface Delivery {
  readonly claimed: ClaimedNotification;
  readonly incident: IncidentView;
  /** The route by which it came, as the routing has it now; undefined where the routing has it no more. */
  readonly route: MatchedRoute | undefined;
}

/** What has not been taken for so long is given up, visibly. */
const giveUpMs = 24 * 3_600_000;

/**
 * Delivers one due notification of a lane: claim → read the incident as it is → decide whether it goes out now → write
 * the attempt down → send → settle. False where nothing is due.
 */
export async function deliverOne(
  lane: Lane,
  channel: NotificationChannel,
  parts: NotifyParts,
): Promise<boolean> {
  const claimed = await claimDue(parts.database, lane, channel.turnMs);
  if (claimed === undefined) return false;
  const incident = await readIncidentView(parts.database, claimed.incidentId);
  const routes = findRoutes(parts.routing.file(), incident.labels);
  const route = routes.find(({ path }) => path === claimed.route);
  const delivery = { claimed, incident, route };
  const decision = await decide(delivery, parts);
  if (decision.kind !== 'send') {
    const untilMs = decision.kind === 'wait' ? decision.untilMs : null;
    await parts.database.transaction((tx) => holdBack(tx, claimed, { reason: decision.reason, untilMs }));
    return true;
  }
  const attributes = { 'tunewarden.channel': lane.channel, 'tunewarden.attempt': claimed.attempts };
  const span = { kind: 'client' as const, parent: claimed.traceparent ?? '', attributes };
  await withSpan('deliver', span, ({ traceparent }) => attempt(channel, delivery, traceparent, parts));
  return true;
}

/** A fault of this question is no reason to tell nobody: it is retried with the batch, and nothing is skipped by it. */
async function decide(
  { claimed, incident, route }: Delivery,
  { database, routing, clock }: NotifyParts,
): Promise<DeliveryDecision> {
  const { incidentId, labels, status, severity } = incident;
  const { toldSeverity, mayHaveArrived, unlessAcknowledged } = claimed;
  const nowMs = clock();
  const rules = routing.file().inhibit_rules;
  const tenant = labels['tenant'] ?? '';
  const surroundings = {
    silences: await readSilences(database, tenant, nowMs),
    inhibitRules: rules,
    openIncidents: rules.length === 0 ? [] : await readOpenIncidents(database, tenant),
  };
  const muteTimes = route?.muteTimes ?? [];
  const told = { toldSeverity, mayHaveArrived, unlessAcknowledged };
  const due = { incidentId, labels, status, severity, muteTimes, ...told };
  return decideDelivery(due, surroundings, nowMs);
}

async function attempt(
  channel: NotificationChannel,
  delivery: Delivery,
  traceparent: string,
  parts: NotifyParts,
): Promise<void> {
  const { claimed, incident } = delivery;
  const { database, logger } = parts;
  const action = channel.actionFor(claimed, incident);
  const attemptId = await startAttempt(database, claimed, { action, traceparent });
  if (!hasTimeToSend(claimed)) {
    logger.warn({ notificationId: claimed.notificationId }, 'a lease was nearly over before the send');
    return;
  }
  const startedAt = performance.now();
  const result = await channel.send(claimed, incident);
  metrics.deliveryDuration.record(performance.now() - startedAt, { channel: claimed.channel, action });
  const next = nextOf(result, channel, delivery, parts);
  const end = { attemptId, ...endOf(result, next) };
  metrics.deliveryAttempts.add(1, { channel: claimed.channel, outcome: end.outcome });
  const settled = await record(delivery, end, { next, result, parts });
  const fields = { notificationId: claimed.notificationId, action, outcome: next.state, reason: next.reason };
  if (next.state === 'failed') logger.error(fields, 'a notification was given up');
  else if (!settled) logger.warn(fields, 'another worker took a notification over');
}

async function record(
  { claimed, incident }: Delivery,
  end: AttemptEnd,
  { next, result, parts }: { next: NotificationNext; result: SendResult; parts: NotifyParts },
): Promise<boolean> {
  const { receiver, channel, incidentId } = claimed;
  return parts.database.transaction(async (tx) => {
    await endAttempt(tx, end);
    if (!result.ok && result.retryAfterMs !== undefined) await closeLane(tx, claimed, next.notBeforeMs);
    if (next.state === 'failed') {
      const fallback = fallbackOf(claimed, parts.routing);
      const detail = { receiver, channel, reason: next.reason, ...(fallback.length > 0 && { fallback }) };
      const at = { incidentId, atMs: parts.clock(), event: 'delivery-failed' };
      await addTimelineEntry(tx, { ...at, who: 'tunewarden', door: channel, detail });
      const owed = { incidentId, traceparent: claimed.traceparent ?? '', route: claimed.route };
      for (const one of incident.status === 'resolved' ? [] : fallback) {
        const planned = { ...one, dueAtMs: parts.clock(), unlessAcknowledged: false, opens: true };
        await oweNotification(tx, { ...owed, ...planned });
      }
    }
    return settle(tx, claimed, next);
  });
}

/** Where a message goes whose receiver refuses for good. */
function fallbackOf({ receiver }: Lane, routing: Routing): readonly Lane[] {
  const { receivers } = routing.file();
  const name = receivers.find((one) => one.name === receiver)?.fallback;
  const other = receivers.find((one) => one.name === name);
  if (other === undefined || other.name === receiver) return [];
  const channels = (['slack', 'pagerduty', 'webhook'] as const).filter(
    (channel) => other[channel] !== undefined,
  );
  return channels.map((channel) => ({ receiver: other.name, channel }));
}

function nextOf(
  result: SendResult,
  channel: NotificationChannel,
  { claimed, incident, route }: Delivery,
  { clock, random }: NotifyParts,
): NotificationNext {
  const nowMs = clock();
  if (result.ok) {
    const { severity, status } = incident;
    const repeatMs = status === 'open' ? (route?.repeatIntervalMs ?? 0) : 0;
    return {
      state: result.hasMore === true ? 'pending' : 'delivered',
      providerRef: result.providerRef,
      isGone: false,
      notBeforeMs: nowMs + (result.hasMore === true ? 0 : channel.restMs),
      repeatAtMs: repeatMs === 0 ? null : nowMs + repeatMs,
      reason: null,
      told: { severity, status },
    };
  }
  const givenUp = !result.retriable || nowMs - claimed.firstAttemptAtMs > giveUpMs;
  const pauseMs = result.retryAfterMs ?? retryDelayMs(claimed.attempts, random());
  // A provider's own time is kept to, and not by everybody at its first instant.
  const spreadMs = result.retryAfterMs === undefined ? 0 : Math.round(random() * 2_000);
  return {
    state: givenUp ? 'failed' : 'pending',
    providerRef: null,
    isGone: result.isGone ?? false,
    notBeforeMs: nowMs + pauseMs + spreadMs,
    repeatAtMs: null,
    reason: result.reason,
    told: null,
  };
}

function endOf(result: SendResult, next: NotificationNext): Omit<AttemptEnd, 'attemptId'> {
  if (result.ok) return { outcome: 'accepted', statusCode: result.statusCode, reason: null };
  const outcome = next.state === 'failed' ? 'failed' : 'retry';
  return { outcome, statusCode: result.statusCode, reason: result.reason };
}
