import type { Answer, Body } from './answer.js';
import { RateLimit } from './rate-limit.js';
import { messageError } from './slack-limits.js';

/** A message as it stands. */
export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  /** The message whose thread it is in. */
  readonly threadTs: string | undefined;
  readonly body: Body;
  readonly edits: number;
}

/** One call of a method, with the Authorization header. */
export interface SlackCall {
  readonly method: string;
  readonly body: Body;
  readonly authorization: string | undefined;
}

const channelId = /^[CG][A-Z0-9]{5,}$/;
/** https://docs.slack.dev/reference/methods/conversations.history#arguments */
const mostOfAPage = 999;
const usualPage = 100;

/** The parts of Slack's Web API that alerting uses, at least as strict as Slack. */
export class SlackStandIn {
  readonly #messages = new Map<string, SlackMessage>();
  /** One message a second and channel, edits counted too: https://docs.slack.dev/apis/web-api/rate-limits */
  readonly #writes = new RateLimit(1, 1_000);
  /** Tier 3. */
  readonly #reads = new RateLimit(50, 60_000);

  constructor(private readonly token: string) {}

  /** Messages as they stand now, oldest first. */
  messages(): readonly SlackMessage[] {
    return [...this.#messages.values()];
  }

  answer({ method, body, authorization }: SlackCall, nowMs: number): Answer {
    if (authorization === undefined) return refuse('not_authed');
    if (authorization !== `Bearer ${this.token}`) return refuse('invalid_auth');
    const channel = String(body['channel'] ?? '');
    switch (method) {
      case 'auth.test':
        return accept({ team: 'sandbox', user: 'tunewarden' });
      case 'conversations.history':
      case 'conversations.replies':
        return this.#read(method, channel, body, nowMs);
      case 'chat.postMessage':
      case 'chat.update':
        return this.#write(method, channel, body, nowMs);
      default:
        return refuse('unknown_method');
    }
  }

  #write(method: string, channel: string, body: Body, nowMs: number): Answer {
    if (!channelId.test(channel)) return refuse('channel_not_found');
    const waitMs = this.#writes.take(channel, nowMs);
    if (waitMs > 0) return tooMany(waitMs);
    const error = messageError(body);
    if (error !== undefined) return refuse(error);
    return method === 'chat.update' ? this.#update(channel, body) : this.#post(channel, body, nowMs);
  }

  #post(channel: string, body: Body, nowMs: number): Answer {
    const threadTs = body['thread_ts'] === undefined ? undefined : String(body['thread_ts']);
    const parent = this.#messages.get(threadTs ?? '');
    if (threadTs !== undefined && parent?.channel !== channel) return refuse('thread_not_found');
    if (parent?.threadTs !== undefined) return refuse('cannot_reply_to_message');
    const ts = `${Math.floor(nowMs / 1_000)}.${String(this.#messages.size).padStart(6, '0')}`;
    this.#messages.set(ts, { channel, ts, threadTs, body, edits: 0 });
    return accept({ channel, ts });
  }

  #update(channel: string, body: Body): Answer {
    const ts = String(body['ts']);
    const message = this.#messages.get(ts);
    if (message?.channel !== channel) return refuse('message_not_found');
    // An edit without metadata leaves what the message has.
    const metadata = body['metadata'] ?? message.body['metadata'];
    this.#messages.set(ts, { ...message, body: { ...body, metadata }, edits: message.edits + 1 });
    return accept({ channel, ts });
  }

  /** Newest first, without what stands in threads; of a thread, oldest first, with what it is about. */
  #read(method: string, channel: string, body: Body, nowMs: number): Answer {
    if (!channelId.test(channel)) return refuse('channel_not_found');
    const waitMs = this.#reads.take(`${method} ${channel}`, nowMs);
    if (waitMs > 0) return tooMany(waitMs);
    const limit = Number(body['limit'] ?? usualPage);
    if (!Number.isInteger(limit) || limit < 1 || limit > mostOfAPage) return refuse('invalid_limit');
    const inChannel = this.messages().filter((message) => message.channel === channel);
    if (method === 'conversations.history') {
      return page(inChannel.filter(({ threadTs }) => threadTs === undefined).reverse(), body, limit);
    }
    const root = String(body['ts']);
    if (!inChannel.some(({ ts }) => ts === root)) return refuse('thread_not_found');
    return page(
      inChannel.filter(({ ts, threadTs }) => ts === root || threadTs === root),
      body,
      limit,
    );
  }
}

/** `oldest` itself is left out; metadata is only there where it was asked for. */
function page(messages: readonly SlackMessage[], body: Body, limit: number): Answer {
  const cursor = body['cursor'] === undefined ? 0 : Number(String(body['cursor']).replace(/^next:/, ''));
  if (!Number.isInteger(cursor)) return refuse('invalid_cursor');
  const oldest = Number(body['oldest'] ?? 0);
  const withMetadata = body['include_all_metadata'] === true || body['include_all_metadata'] === 'true';
  const found = messages.filter(({ ts }) => Number(ts) > oldest);
  const shown = found.slice(cursor, cursor + limit).map(({ ts, threadTs, body: { text, metadata } }) => ({
    ...{ type: 'message', ts, text },
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(withMetadata && metadata !== undefined && { metadata }),
  }));
  const more = cursor + limit < found.length;
  return accept({
    messages: shown,
    has_more: more,
    response_metadata: { next_cursor: more ? `next:${cursor + limit}` : '' },
  });
}

function accept(more: object): Answer {
  return { status: 200, body: { ok: true, ...more } };
}

/** Slack says most of its errors with status 200. */
function refuse(error: string): Answer {
  return { status: 200, body: { ok: false, error } };
}

/** https://docs.slack.dev/apis/web-api/rate-limits#responding-to-rate-limiting-conditions */
function tooMany(waitMs: number): Answer {
  const headers = { 'retry-after': String(Math.ceil(waitMs / 1_000)) };
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers };
}
