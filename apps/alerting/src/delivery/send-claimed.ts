import type { IncidentStatus, Severity } from '#contracts';
import type { Database, Sql } from '#database';
import { retryDelayMs } from '#incidents';
import type { Clock } from '#kernel';
import { type Logger, metrics, withSpan } from '#telemetry';
import type { NotificationChannel, SendResult } from '../channels/channel.js';
import { type ClaimedNotification, type ProviderRef, closeLane, hasTimeToSend } from '../claim.store.js';
import {
  type AttemptEnd,
  type NotificationNext,
  endAttempt,
  settle,
  startAttempt,
} from '../notification.store.js';
import type { Routing } from '../routing/load-routing.js';

export interface NotifyParts {
  readonly database: Database;
  readonly routing: Routing;
  readonly clock: Clock;
  /** 0..1 */
  readonly random: () => number;
  readonly logger: Logger;
}

/** What is sent for a claim, and what its outcome changes beside it. */
export interface Sending {
  readonly claimed: ClaimedNotification;
  /** For the ledger: `post`, `edit`, `trigger` … */
  readonly action: string;
  /** By what the provider will know it, where that is to be kept before it is sent. */
  readonly ref?: ProviderRef | null;
  readonly send: () => Promise<SendResult>;
  /** What the receiver knows once it took the message. */
  readonly told: { readonly severity: Severity; readonly status: IncidentStatus };
  /** After so long without an acknowledgement it is told again; 0: never. */
  readonly repeatMs: number;
  /** Written in the transaction that settles the claim, before it is settled. */
  readonly alsoRecord: (tx: Sql, next: NotificationNext, attemptId: string) => Promise<void>;
}

/** What has not been taken for so long is given up, visibly. */
const giveUpMs = 24 * 3_600_000;
/** The next call after a pause comes within two seconds of its end, with what a turn and a busy process take. */
const longestSpreadMs = 1_000;

/** Writes the attempt down → sends → settles. */
export async function sendClaimed(
  sending: Sending,
  channel: NotificationChannel,
  parts: NotifyParts,
): Promise<void> {
  const { claimed, action, ref = null } = sending;
  const attributes = { 'tunewarden.channel': claimed.channel, 'tunewarden.attempt': claimed.attempts };
  const span = { kind: 'client' as const, parent: claimed.traceparent ?? '', attributes };
  await withSpan('deliver', span, async ({ traceparent }) => {
    const attemptId = await startAttempt(parts.database, claimed, { action, traceparent, ref });
    if (hasTimeToSend(claimed)) await attempt(sending, attemptId, channel, parts);
    else parts.logger.warn(fieldsOf(claimed), 'a lease was nearly over before the send');
  });
}

async function attempt(
  sending: Sending,
  attemptId: string,
  channel: NotificationChannel,
  parts: NotifyParts,
): Promise<void> {
  const { claimed, action } = sending;
  const sentAtMs = performance.now();
  const result = await sending.send();
  metrics.deliveryDuration.record(performance.now() - sentAtMs, { channel: claimed.channel, action });
  const next = nextOf(result, sending, channel, parts);
  const end = { attemptId, ...endOf(result, next) };
  metrics.deliveryAttempts.add(1, { channel: claimed.channel, outcome: end.outcome });
  // A turn counts from the call itself, so that one that set out late is not followed too soon.
  const closedMs = closedFor(result, next, parts) ?? sentAtMs + channel.turnMs - performance.now();
  const settled = await parts.database.transaction(async (tx) => {
    await endAttempt(tx, end);
    if (closedMs > 0) await closeLane(tx, claimed, closedMs);
    await sending.alsoRecord(tx, next, attemptId);
    return settle(tx, claimed, next);
  });
  const fields = { ...fieldsOf(claimed), action, outcome: next.state, reason: next.reason };
  if (next.state === 'failed') parts.logger.error(fields, 'a notification was given up');
  else if (!settled) parts.logger.warn(fields, 'another worker took a notification over');
}

function nextOf(
  result: SendResult,
  { claimed, told, repeatMs }: Sending,
  channel: NotificationChannel,
  { clock, random }: NotifyParts,
): NotificationNext {
  const nowMs = clock();
  if (result.ok) {
    return {
      state: result.hasMore === true ? 'pending' : 'delivered',
      providerRef: result.providerRef,
      isGone: false,
      notBeforeMs: nowMs + (result.hasMore === true ? 0 : channel.restMs),
      repeatAtMs: repeatMs === 0 || told.status !== 'open' ? null : nowMs + repeatMs,
      reason: null,
      told,
    };
  }
  const givenUp = !result.retriable || nowMs - claimed.firstAttemptAtMs > giveUpMs;
  const pauseMs = result.retryAfterMs ?? retryDelayMs(claimed.attempts, random());
  // A provider's own time is kept to, and not by everybody at its first instant.
  const spreadMs = result.retryAfterMs === undefined ? 0 : Math.round(random() * longestSpreadMs);
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

/** How long the provider wants to hear nothing; undefined where it said nothing of the kind. */
function closedFor(result: SendResult, next: NotificationNext, { clock }: NotifyParts): number | undefined {
  return result.ok || result.retryAfterMs === undefined ? undefined : next.notBeforeMs - clock();
}

function endOf(result: SendResult, next: NotificationNext): Omit<AttemptEnd, 'attemptId'> {
  if (result.ok) return { outcome: 'accepted', statusCode: result.statusCode, reason: result.note ?? null };
  const outcome = next.state === 'failed' ? 'failed' : 'retry';
  return { outcome, statusCode: result.statusCode, reason: result.reason };
}

function fieldsOf({ notificationId }: ClaimedNotification): { readonly notificationId: string } {
  return { notificationId };
}
