import type { Answer, Body } from './answer.js';
import { messageError } from './slack-limits.js';

interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly body: Body;
  readonly edits: number;
}

/** One message a second and channel: https://docs.slack.dev/apis/web-api/rate-limits */
const secondMs = 1_000;
const channelId = /^[CG][A-Z0-9]{5,}$/;

/** The parts of Slack's Web API that alerting uses, at least as strict as Slack. */
export class SlackStandIn {
  readonly #messages = new Map<string, Message>();
  readonly #lastCallMs = new Map<string, number>();

  constructor(private readonly token: string) {}

  /** Messages as they stand now, oldest first. */
  messages(): readonly Message[] {
    return [...this.#messages.values()];
  }

  answer(method: string, body: Body, authorization: string | undefined, nowMs: number): Answer {
    if (authorization !== `Bearer ${this.token}`) return refuse('invalid_auth');
    const channel = String(body['channel'] ?? '');
    switch (method) {
      case 'auth.test':
        return accept({ team: 'sandbox', user: 'tunewarden' });
      case 'conversations.history':
        return channelId.test(channel) ? this.#history(channel, body) : refuse('channel_not_found');
      case 'chat.postMessage':
      case 'chat.update':
        return this.#write(method, channel, body, nowMs);
      default:
        return refuse('unknown_method');
    }
  }

  #write(method: string, channel: string, body: Body, nowMs: number): Answer {
    if (!channelId.test(channel)) return refuse('channel_not_found');
    if (nowMs - (this.#lastCallMs.get(channel) ?? 0) < secondMs) {
      return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': '1' } };
    }
    this.#lastCallMs.set(channel, nowMs);
    const error = messageError(body);
    if (error !== undefined) return refuse(error);
    return method === 'chat.update' ? this.#update(channel, body) : this.#post(channel, body, nowMs);
  }

  #post(channel: string, body: Body, nowMs: number): Answer {
    const ts = `${Math.floor(nowMs / secondMs)}.${String(this.#messages.size).padStart(6, '0')}`;
    this.#messages.set(ts, { channel, ts, body, edits: 0 });
    return accept({ channel, ts });
  }

  #update(channel: string, body: Body): Answer {
    const ts = String(body['ts']);
    const message = this.#messages.get(ts);
    if (message?.channel !== channel) return refuse('message_not_found');
    this.#messages.set(ts, { ...message, body, edits: message.edits + 1 });
    return accept({ channel, ts });
  }

  /** Newest first, as Slack does it. */
  #history(channel: string, body: Body): Answer {
    const oldest = Number(body['oldest'] ?? 0);
    const messages = this.messages()
      .filter((message) => message.channel === channel && Number(message.ts) >= oldest)
      .map(({ ts, body: { text, metadata } }) => ({ type: 'message', ts, text, metadata }))
      .reverse();
    return accept({ messages: messages.slice(0, Number(body['limit'] ?? 100)), has_more: false });
  }
}

function accept(more: object): Answer {
  return { status: 200, body: { ok: true, ...more } };
}

/** Slack says most of its errors with status 200. */
function refuse(error: string): Answer {
  return { status: 200, body: { ok: false, error } };
}
