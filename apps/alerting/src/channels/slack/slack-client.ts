import { WebClient } from '@slack/web-api';

/** How to reach one channel of Slack. */
export interface SlackAccess {
  readonly token: string;
  readonly channelId: string;
  readonly apiUrl: string;
}

/** Where Slack keeps a message. */
export interface SlackRef {
  readonly channel: string;
  readonly ts: string;
}

/** Nothing in a message is to be made live: no links, mentions or previews. chat.update parses unless told not to. */
export const asItIs = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;
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

/** A client that tries once: retrying is the tables', which survive this process. */
export function openSlackClient({ token, apiUrl }: SlackAccess): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: silent as never,
  });
}

/** What every message carries, so that it is known again where its answer never came. */
export function metadataOf(eventType: string, deliveryId: string): object {
  return { event_type: eventType, event_payload: { delivery_id: deliveryId } };
}

/** The `delivery_id` of a message's metadata; undefined where there is none. */
export function deliveryIdOf(message: object): unknown {
  const { metadata } = message as {
    readonly metadata?: { readonly event_payload?: { readonly delivery_id?: unknown } };
  };
  return metadata?.event_payload?.delivery_id;
}

/** From when on to look for what was first sent then, as Slack's `oldest`. */
export function oldestSince(firstSentAtMs: number): string {
  return String((firstSentAtMs - lookBackMs) / 1_000);
}

/** A post whose answer never came may stand in the channel all the same: where it does; undefined where it does not. */
export async function findPost(
  client: WebClient,
  channel: string,
  sought: { readonly deliveryId: string; readonly firstSentAtMs: number },
): Promise<SlackRef | undefined> {
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel,
      include_all_metadata: true,
      limit: 200,
      oldest: oldestSince(sought.firstSentAtMs),
      ...(cursor && { cursor }),
    });
    const found = page.messages?.find((message) => deliveryIdOf(message) === sought.deliveryId);
    if (found?.ts !== undefined) return { channel, ts: found.ts };
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return undefined;
}
