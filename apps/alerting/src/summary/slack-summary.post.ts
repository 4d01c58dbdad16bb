import type { WebClient } from '@slack/web-api';
import {
  type SlackAccess,
  type SlackRef,
  asItIs,
  findPost,
  metadataOf,
  openSlackClient,
} from '../channels/slack/slack-client.js';
import { slackFailure } from '../channels/slack/slack-failure.js';
import type { ClaimedPost } from './summary-post.store.js';

/** What Slack made of a post. */
export type PostResult =
  { readonly ok: true; readonly ref: SlackRef } | ({ readonly ok: false } & ReturnType<typeof slackFailure>);

const eventType = 'tunewarden_summary';

/** Posts summaries to one Slack channel, each once: a post that may have arrived is looked for by its metadata. */
export class SlackSummaryPost {
  readonly #client: WebClient;

  constructor(private readonly access: SlackAccess) {
    this.#client = openSlackClient(access);
  }

  async send(claimed: ClaimedPost, message: object): Promise<PostResult> {
    const deliveryId = `${claimed.tenant}/${claimed.week}`;
    const sought = { deliveryId, firstSentAtMs: claimed.owedAtMs };
    try {
      const earlier =
        claimed.attempts > 1 ? await findPost(this.#client, this.access.channelId, sought) : undefined;
      return { ok: true, ref: earlier ?? (await this.#post(message, deliveryId)) };
    } catch (error) {
      return slackFailure(error);
    }
  }

  async #post(message: object, deliveryId: string): Promise<SlackRef> {
    const metadata = metadataOf(eventType, deliveryId);
    const call = { channel: this.access.channelId, ...message, ...asItIs, metadata };
    const { channel = '', ts = '' } = await this.#client.chat.postMessage(call as never);
    return { channel, ts };
  }
}
