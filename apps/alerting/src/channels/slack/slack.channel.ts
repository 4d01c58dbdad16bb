import type { WebClient } from '@slack/web-api';
import type { HistoryEntry, IncidentView } from '../../incident-view.store.js';
import { type ClaimedNotification, type ProviderRef, hasTimeToSend } from '../../claim.store.js';
import type { NotificationChannel, SendResult } from '../channel.js';
import type { DigestMember } from '../../digest/digest-view.store.js';
import type { TestMessage } from '../test-message.js';
import { renderSlackDigest } from './render-slack-digest.js';
import { renderSlackMessage } from './render-slack-message.js';
import { renderSlackReply } from './render-slack-reply.js';
import { renderSlackTest } from './render-slack-test.js';
import {
  type SlackAccess,
  asItIs,
  deliveryIdOf,
  findPost,
  metadataOf,
  oldestSince,
  openSlackClient,
} from './slack-client.js';
import { slackFailure } from './slack-failure.js';

export interface SlackOptions extends SlackAccess {
  readonly consoleUrl: string;
  /** Whether messages have buttons: only where the API takes the clicks. */
  readonly buttons: boolean;
}

const eventType = 'tunewarden_incident';
const outOfTime: SendResult = {
  ok: false,
  retriable: true,
  reason: 'its lease was nearly over',
  statusCode: null,
};

/** One Slack message per incident: posted once, then edited; what happened stands in its thread. */
export class SlackChannel implements NotificationChannel {
  /** One message a second and channel, and a little for the way: https://docs.slack.dev/apis/web-api/rate-limits */
  readonly turnMs = 1_020;
  readonly restMs = 5_000;
  readonly #client: WebClient;

  constructor(private readonly options: SlackOptions) {
    this.#client = openSlackClient(options);
  }

  actionFor(claimed: ClaimedNotification, incident: IncidentView): string {
    if (claimed.providerRef === null) return 'post';
    return isReply(claimed, incident) ? 'reply' : 'edit';
  }

  async send(claimed: ClaimedNotification, incident: IncidentView): Promise<SendResult> {
    try {
      const posted = claimed.providerRef ?? (await this.#findPost(claimed));
      // Looking took its time.
      if (!hasTimeToSend(claimed)) return outOfTime;
      if (posted !== null && isReply(claimed, incident)) return await this.#reply(claimed, incident, posted);
      const { consoleUrl, buttons } = this.options;
      const shown = await this.#show(claimed, posted, renderSlackMessage(incident, { consoleUrl, buttons }));
      // One that was found by its metadata, or is older than threads, has its history from now on.
      const ref = { entry: newestEntry(incident), ...shown };
      return { ok: true, statusCode: 200, providerRef: ref, hasMore: newEntries(ref, incident).length > 0 };
    } catch (error) {
      return slackFailure(error);
    }
  }

  async sendDigest(claimed: ClaimedNotification, members: readonly DigestMember[]): Promise<SendResult> {
    try {
      const posted = claimed.providerRef ?? (await this.#findPost(claimed));
      if (!hasTimeToSend(claimed)) return outOfTime;
      const message = renderSlackDigest(members, this.options.consoleUrl);
      return { ok: true, statusCode: 200, providerRef: await this.#show(claimed, posted, message) };
    } catch (error) {
      return slackFailure(error);
    }
  }

  async sendTest(test: TestMessage): Promise<SendResult> {
    try {
      const providerRef = await this.#post({ ...renderSlackTest(test), ...asItIs });
      return { ok: true, statusCode: 200, providerRef };
    } catch (error) {
      return slackFailure(error);
    }
  }

  /** Edits the message that is there, or posts it. */
  async #show(
    { notificationId }: ClaimedNotification,
    posted: ProviderRef | null,
    rendered: object,
  ): Promise<ProviderRef> {
    const message = { ...rendered, ...asItIs, metadata: metadataOf(eventType, notificationId) };
    if (posted === null) return this.#post(message);
    const { channel = '', ts = '' } = posted;
    await this.#client.chat.update({ channel, ts, ...message } as never);
    return posted;
  }

  async #post(message: object): Promise<ProviderRef> {
    const call = { channel: this.options.channelId, ...message };
    const { channel = '', ts = '' } = await this.#client.chat.postMessage(call as never);
    return { channel, ts };
  }

  /** What happened since the last reply goes into the thread, in one message. */
  async #reply(
    claimed: ClaimedNotification,
    incident: IncidentView,
    posted: ProviderRef,
  ): Promise<SendResult> {
    const { channel = '', ts = '' } = posted;
    const told = claimed.mayHaveArrived ? await this.#lookIntoThread(claimed, posted) : posted;
    if (!hasTimeToSend(claimed)) return outOfTime;
    const entries = newEntries(told, incident);
    const entry = entries.at(-1)?.entryId;
    if (entry === undefined) return { ok: true, statusCode: 200, providerRef: told };
    const call = {
      ...{ channel, thread_ts: ts, ...renderSlackReply(incident, entries), ...asItIs },
      metadata: metadataOf(eventType, `${claimed.notificationId}/${entry}`),
    };
    await this.#client.chat.postMessage(call);
    return { ok: true, statusCode: 200, providerRef: { ...told, entry } };
  }

  /** A reply whose answer never came may stand in the thread: its metadata says how far it told. */
  async #lookIntoThread(claimed: ClaimedNotification, posted: ProviderRef): Promise<ProviderRef> {
    const { channel = '', ts = '' } = posted;
    const { messages = [] } = await this.#client.conversations.replies({
      ...{ channel, ts, limit: 200, oldest: oldestSince(claimed.firstAttemptAtMs) },
      include_all_metadata: true,
    });
    const prefix = `${claimed.notificationId}/`;
    return messages
      .map((message) => String(deliveryIdOf(message)))
      .filter((id) => id.startsWith(prefix))
      .map((id) => id.slice(prefix.length))
      .filter((entry) => /^\d{1,18}$/.test(entry))
      .reduce(
        (told, entry) => (BigInt(entry) > BigInt(told['entry'] ?? '0') ? { ...told, entry } : told),
        posted,
      );
  }

  async #findPost(claimed: ClaimedNotification): Promise<ProviderRef | null> {
    if (!claimed.mayHaveArrived) return null;
    const sought = { deliveryId: claimed.notificationId, firstSentAtMs: claimed.firstAttemptAtMs };
    const found = await findPost(this.#client, this.options.channelId, sought);
    return found === undefined ? null : { ...found };
  }
}

/** The message says what is; where it does already, what is left to say is what happened. */
function isReply(
  { providerRef, revision, deliveredRevision }: ClaimedNotification,
  incident: IncidentView,
): boolean {
  return (
    revision === deliveredRevision && providerRef !== null && newEntries(providerRef, incident).length > 0
  );
}

function newestEntry({ history }: IncidentView): string {
  return history.at(-1)?.entryId ?? '0';
}

/** What the thread does not have; of a message from before there were threads, nothing is told after the fact. */
function newEntries({ entry }: ProviderRef, { history }: IncidentView): readonly HistoryEntry[] {
  return entry === undefined ? [] : history.filter(({ entryId }) => BigInt(entryId) > BigInt(entry));
}
