import type { Database } from '#database';
import { retryDelayMs } from '#incidents';
import type { Clock } from '#kernel';
import { type Logger, metrics, withSpan } from '#telemetry';
import type { NotificationChannel, SendResult } from './channels/channel.js';
import { addTimelineEntry } from './incident.store.js';
import { readIncidentView } from './incident-view.store.js';
import {
  type AttemptEnd,
  type ClaimedNotification,
  type NotificationNext,
  claimDue,
  endAttempt,
  holdChannel,
  settle,
  startAttempt,
} from './notification.store.js';

export interface NotifyParts {
  readonly database: Database;
  readonly clock: Clock;
  /** 0..1 */
  readonly random: () => number;
  readonly logger: Logger;
}

/** What has not been taken for so long is given up, visibly. */
const giveUpMs = 24 * 3_600_000;
/** With less than this left of a lease nothing is sent: the answer might come after it. */
const shortestLeaseMs = 12_000;

/**
 * Delivers one due notification of a channel: claim → read the incident as it is → write the attempt down → send →
 * settle. False where nothing is due.
 */
export async function deliverOne(channel: NotificationChannel, parts: NotifyParts): Promise<boolean> {
  const claimed = await claimDue(parts.database, channel.channel);
  if (claimed === undefined) return false;
  const attributes = { 'tunewarden.channel': channel.channel, 'tunewarden.attempt': claimed.attempts };
  const span = { kind: 'client' as const, parent: claimed.traceparent ?? '', attributes };
  await withSpan('deliver', span, ({ traceparent }) => attempt(channel, claimed, traceparent, parts));
  return true;
}

async function attempt(
  channel: NotificationChannel,
  claimed: ClaimedNotification,
  traceparent: string,
  parts: NotifyParts,
): Promise<void> {
  const { database, clock, logger } = parts;
  const incident = await readIncidentView(database, claimed.incidentId);
  const action = channel.actionFor(claimed, incident);
  const attemptId = await startAttempt(database, claimed, { action, traceparent });
  // A process that was paused here must not send what another has taken over.
  if (claimed.leaseUntilMs - clock() < shortestLeaseMs) return;
  const startedAt = performance.now();
  const result = await channel.send(claimed, incident);
  metrics.deliveryDuration.record(performance.now() - startedAt, { channel: channel.channel, action });
  const next = nextOf(result, channel, claimed, parts);
  const settled = await record(
    channel,
    claimed,
    { attemptId, ...endOf(result, next) },
    { next, result, parts },
  );
  const fields = { notificationId: claimed.notificationId, action, outcome: next.state, reason: next.reason };
  if (next.state === 'failed') logger.error(fields, 'a notification was given up');
  else if (!settled) logger.warn(fields, 'another worker took a notification over');
}

async function record(
  channel: NotificationChannel,
  claimed: ClaimedNotification,
  end: AttemptEnd,
  { next, result, parts }: { next: NotificationNext; result: SendResult; parts: NotifyParts },
): Promise<boolean> {
  metrics.deliveryAttempts.add(1, { channel: channel.channel, outcome: end.outcome });
  return parts.database.transaction(async (tx) => {
    await endAttempt(tx, end);
    if (!result.ok && result.retryAfterMs !== undefined)
      await holdChannel(tx, channel.channel, next.notBeforeMs);
    if (next.state === 'failed') {
      const detail = { channel: channel.channel, reason: next.reason };
      const atMs = parts.clock();
      await addTimelineEntry(tx, { incidentId: claimed.incidentId, atMs, event: 'delivery-failed', detail });
    }
    return settle(tx, claimed, next);
  });
}

function nextOf(
  result: SendResult,
  channel: NotificationChannel,
  claimed: ClaimedNotification,
  { clock, random }: NotifyParts,
): NotificationNext {
  const nowMs = clock();
  if (result.ok) {
    const { providerRef } = result;
    return { state: 'delivered', providerRef, notBeforeMs: nowMs + channel.restMs, reason: null };
  }
  const givenUp = !result.retriable || nowMs - claimed.firstAttemptAtMs > giveUpMs;
  const pauseMs = result.retryAfterMs ?? retryDelayMs(claimed.attempts, random());
  // A provider's own time is kept to, and not by everybody at its first instant.
  const spreadMs = result.retryAfterMs === undefined ? 0 : Math.round(random() * 2_000);
  return {
    state: givenUp ? 'failed' : 'pending',
    providerRef: null,
    notBeforeMs: nowMs + pauseMs + spreadMs,
    reason: result.reason,
  };
}

function endOf(result: SendResult, next: NotificationNext): Omit<AttemptEnd, 'attemptId'> {
  if (result.ok) return { outcome: 'accepted', statusCode: result.statusCode, reason: null };
  const outcome = next.state === 'failed' ? 'failed' : 'retry';
  return { outcome, statusCode: result.statusCode, reason: result.reason };
}
