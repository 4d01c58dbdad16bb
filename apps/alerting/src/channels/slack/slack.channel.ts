import { WebClient } from '@slack/web-api';
import type { HistoryEntry, IncidentView } from '../../incident-view.store.js';
import { type ClaimedNotification, type ProviderRef, hasTimeToSend } from '../../claim.store.js';
import type { NotificationChannel, SendResult } from '../channel.js';
import type { TestMessage } from '../test-message.js';
import { renderSlackMessage } from './render-slack-message.js';
import { renderSlackReply } from './render-slack-reply.js';
import { renderSlackTest } from './render-slack-test.js';
import { slackFailure } from './slack-failure.js';

export interface SlackOptions {
  readonly token: string;
  readonly channelId: string;
  readonly apiUrl: string;
  readonly consoleUrl: string;
  /** Whether messages have buttons: only where the API takes the clicks. */
  readonly buttons: boolean;
}

const eventType = 'tunewarden_incident';
/** Nothing in a message is to be made live: no links, mentions or previews. chat.update parses unless told not to. */
const asItIs = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
/** How far back to look for a post that may have arrived; our clock and Slack's differ by less. */
const lookBackMs = 5 * 60_000;
const outOfTime: SendResult = {
  ok: false,
  retriable: true,
  reason: 'its lease was nearly over',
  statusCode: null,
};
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => 'error',
};

/** One Slack message per incident: posted once, then edited; what happened stands in its thread. */
export class SlackChannel implements NotificationChannel {
  /** One message a second and channel: https://docs.slack.dev/apis/web-api/rate-limits */
  readonly turnMs = 1_100;
  readonly restMs = 5_000;
  readonly #client: WebClient;

  constructor(private readonly options: SlackOptions) {
    // Retrying is the outbox's: it survives this process.
    this.#client = new WebClient(options.token, {
      slackApiUrl: options.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
      logger: silent as never,
    });
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
      const message = {
        ...renderSlackMessage(incident, { consoleUrl, buttons }),
        ...asItIs,
        metadata: metadataOf(claimed.notificationId),
      };
      const ref =
        posted === null
          ? { ...(await this.#post(message)), entry: newestEntry(incident) }
          : await this.#edit(posted, message, incident);
      return { ok: true, statusCode: 200, providerRef: ref, hasMore: newEntries(ref, incident).length > 0 };
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

  async #post(message: object): Promise<ProviderRef> {
    const call = { channel: this.options.channelId, ...message };
    const { channel = '', ts = '' } = await this.#client.chat.postMessage(call as never);
    return { channel, ts };
  }

  async #edit(posted: ProviderRef, message: object, incident: IncidentView): Promise<ProviderRef> {
    const { channel = '', ts = '' } = posted;
    await this.#client.chat.update({ channel, ts, ...message } as never);
    // One that was found by its metadata, or is older than threads, has its history from now on.
    return { entry: newestEntry(incident), ...posted };
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
      metadata: metadataOf(`${claimed.notificationId}/${entry}`),
    };
    await this.#client.chat.postMessage(call);
    return { ok: true, statusCode: 200, providerRef: { ...told, entry } };
  }

  /** A reply whose answer never came may stand in the thread: its metadata says how far it told. */
  async #lookIntoThread(claimed: ClaimedNotification, posted: ProviderRef): Promise<ProviderRef> {
    const { channel = '', ts = '' } = posted;
    const { messages = [] } = await this.#client.conversations.replies({
      ...{ channel, ts, limit: 200, oldest: String((claimed.firstAttemptAtMs - lookBackMs) / 1_000) },
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

  /** A post whose answer never came may stand in the channel all the same: its metadata tells. */
  async #findPost(claimed: ClaimedNotification): Promise<ProviderRef | null> {
    if (!claimed.mayHaveArrived) return null;
    const channel = this.options.channelId;
    let cursor: string | undefined;
    do {
      const page = await this.#client.conversations.history({
        channel,
        include_all_metadata: true,
        limit: 200,
        oldest: String((claimed.firstAttemptAtMs - lookBackMs) / 1_000),
        ...(cursor && { cursor }),
      });
      const found = page.messages?.find((message) => deliveryIdOf(message) === claimed.notificationId);
      if (found?.ts !== undefined) return { channel, ts: found.ts };
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return null;
  }
}

function deliveryIdOf(message: object): unknown {
  const { metadata } = message as {
    readonly metadata?: { readonly event_payload?: { readonly delivery_id?: unknown } };
  };
  return metadata?.event_payload?.delivery_id;
}

function metadataOf(deliveryId: string): object {
  return { event_type: eventType, event_payload: { delivery_id: deliveryId } };
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
