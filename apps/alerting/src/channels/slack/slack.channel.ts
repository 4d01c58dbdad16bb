import { WebClient } from '@slack/web-api';
import type { IncidentView } from '../../incident-view.store.js';
import { type ClaimedNotification, type ProviderRef, hasTimeToSend } from '../../claim.store.js';
import type { NotificationChannel, SendResult } from '../channel.js';
import { renderSlackMessage } from './render-slack-message.js';
import { slackFailure } from './slack-failure.js';

export interface SlackOptions {
  readonly token: string;
  readonly channelId: string;
  readonly apiUrl: string;
  readonly consoleUrl: string;
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

/** One Slack message per incident: posted once, then edited. */
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

  actionFor({ providerRef }: ClaimedNotification): string {
    return providerRef === null ? 'post' : 'edit';
  }

  async send(claimed: ClaimedNotification, incident: IncidentView): Promise<SendResult> {
    const message = {
      ...renderSlackMessage(incident, this.options.consoleUrl),
      ...asItIs,
      metadata: { event_type: eventType, event_payload: { delivery_id: claimed.notificationId } },
    };
    try {
      const posted = claimed.providerRef ?? (await this.#findPost(claimed));
      // Looking took its time.
      if (!hasTimeToSend(claimed)) return outOfTime;
      const providerRef = posted === null ? await this.#post(message) : await this.#edit(posted, message);
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

  async #edit(posted: ProviderRef, message: object): Promise<ProviderRef> {
    await this.#client.chat.update({ ...posted, ...message } as never);
    return posted;
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
