import { longestQueue, planDigest } from '#incidents';
import type { Sql } from '#database';
import type { NotificationChannel } from '../channels/channel.js';
import type { ClaimedNotification, Lane } from '../claim.store.js';
import { type Decide, openDecisions, routeOf } from '../delivery/decide.js';
import { type NotifyParts, sendClaimed } from '../delivery/send-claimed.js';
import type { NotificationNext } from '../notification.store.js';
import { type DigestMember, readDigest } from './digest-view.store.js';
import {
  type WaitingMessage,
  putIntoDigest,
  readQueue,
  readWaiting,
  releaseMembers,
  tellMembers,
} from './digest.store.js';

/** Where a lane has more first messages waiting than it gets through, puts all but the most severe into a digest. */
export async function formDigest(
  lane: Lane,
  channel: NotificationChannel,
  parts: NotifyParts,
): Promise<void> {
  if (channel.sendDigest === undefined) return;
  const { count, isDigestOpen } = await readQueue(parts.database, lane);
  if (count <= longestQueue(channel.turnMs, isDigestOpen)) return;
  // What is silenced, inhibited or over is no part of a storm that anybody hears.
  const audible = await keepAudible(await readWaiting(parts.database, lane), parts);
  const together = planDigest(audible, channel.turnMs, isDigestOpen);
  if (together.length === 0) return;
  const ids = together.map(({ notificationId }) => notificationId);
  await parts.database.transaction((tx) => putIntoDigest(tx, lane, ids));
  parts.logger.warn({ ...lane, messages: ids.length }, 'a storm: messages are told together');
}

async function keepAudible(
  waiting: readonly WaitingMessage[],
  parts: NotifyParts,
): Promise<readonly WaitingMessage[]> {
  const byTenant = new Map<string, Decide>();
  const audible: WaitingMessage[] = [];
  for (const message of waiting) {
    const tenant = message.labels['tenant'] ?? '';
    const decide = byTenant.get(tenant) ?? (await openDecisions(parts, tenant));
    byTenant.set(tenant, decide);
    const route = routeOf(parts, { labels: message.labels, path: message.route });
    if (decide(message, route).kind === 'send') audible.push(message);
  }
  return audible;
}

/** Posts or edits a digest. False where nothing is left of it that nobody was told of. */
export async function sendDigest(
  claimed: ClaimedNotification,
  channel: NotificationChannel,
  parts: NotifyParts,
): Promise<boolean> {
  const members = await readDigest(parts.database, claimed.notificationId);
  if (members.length === 0 && claimed.providerRef === null && !claimed.mayHaveArrived) return false;
  if (channel.sendDigest === undefined) throw new TypeError(`a digest over ${claimed.channel}`);
  const send = channel.sendDigest.bind(channel, claimed, members);
  const sending = {
    claimed,
    action: claimed.providerRef === null ? 'post digest' : 'edit digest',
    send,
    told: { severity: members[0]?.severity ?? 'info', status: 'open' },
    repeatMs: 0,
    alsoRecord: async (tx: Sql, next: NotificationNext, attemptId: string) => {
      if (next.state === 'failed') await releaseMembers(tx, claimed.notificationId);
      else if (next.told !== null) await tellMembers(tx, claimed, toldOf(members, parts), attemptId);
    },
  } as const;
  await sendClaimed(sending, channel, parts);
  return true;
}

function toldOf(members: readonly DigestMember[], parts: NotifyParts) {
  const nowMs = parts.clock();
  return members.map(({ notificationId, severity, status, labels, route: path }) => {
    const repeatMs = routeOf(parts, { labels, path })?.repeatIntervalMs ?? 0;
    return { notificationId, severity, status, repeatAtMs: repeatMs === 0 ? null : nowMs + repeatMs };
  });
}
