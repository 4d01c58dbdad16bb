import { WebClient } from '@slack/web-api';
import { slackFailure } from '../channels/slack/slack-failure.js';
import type { ClaimedPost, PostRef } from './summary-post.store.js';

export interface SlackSummaryOptions {
  readonly token: string;
  readonly channelId: string;
  readonly apiUrl: string;
}

/** What Slack made of a post. */
export type PostResult =
  { readonly ok: true; readonly ref: PostRef } | ({ readonly ok: false } & ReturnType<typeof slackFailure>);

const eventType = 'tunewarden_summary';
/** Nothing in a message is to be made live. */
const asItIs = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
/** How far back to look for a post that may have arrived; our clock and Slack's differ by less. */
const lookBackMs = 5 * 60_000;
const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => 'error',
};

/** Posts summaries to one Slack channel, each once: a post that may have arrived is looked for by its metadata. */
export class SlackSummaryPost {
  readonly #client: WebClient;

  constructor(private readonly options: SlackSummaryOptions) {
    // Retrying is the table's: it survives this process.
    this.#client = new WebClient(options.token, {
      slackApiUrl: options.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 10_000,
      logger: silent as never,
    });
  }

  async send(claimed: ClaimedPost, message: object): Promise<PostResult> {
    const postId = `${claimed.tenant}/${claimed.week}`;
    const metadata = { event_type: eventType, event_payload: { delivery_id: postId } };
    try {
      const earlier = claimed.attempts > 1 ? await this.#find(postId, claimed.owedAtMs) : undefined;
      return { ok: true, ref: earlier ?? (await this.#post({ ...message, ...asItIs, metadata })) };
    } catch (error) {
      return slackFailure(error);
    }
  }

  async #post(message: object): Promise<PostRef> {
    const call = { channel: this.options.channelId, ...message };
    const { channel = '', ts = '' } = await this.#client.chat.postMessage(call as never);
    return { channel, ts };
  }

  async #find(postId: string, owedAtMs: number): Promise<PostRef | undefined> {
    const channel = this.options.channelId;
    let cursor: string | undefined;
    do {
      const page = await this.#client.conversations.history({
        channel,
        include_all_metadata: true,
        limit: 200,
        oldest: String((owedAtMs - lookBackMs) / 1_000),
        ...(cursor && { cursor }),
      });
      const found = page.messages?.find((message) => idOf(message) === postId);
      if (found?.ts !== undefined) return { channel, ts: found.ts };
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return undefined;
  }
}

function idOf(message: object): unknown {
  const { metadata } = message as {
    readonly metadata?: { readonly event_payload?: { readonly delivery_id?: unknown } };
  };
  return metadata?.event_payload?.delivery_id;
}
