import { describe, expect, it } from '@jest/globals';
import type { Answer, Body } from './answer.js';
import { SlackStandIn } from './slack-stand-in.js';

const asItIs = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false };
const post = (more: Body = {}): Body => ({ channel: 'C0SANDBOX', text: 'x', ...asItIs, ...more });
const metadata = { event_type: 'e', event_payload: { delivery_id: '7' } };

function createSlack() {
  const slack = new SlackStandIn('xoxb');
  let nowMs = 1_000_000;
  const call = (method: string, body: Body): Answer =>
    slack.answer({ method, body, authorization: 'Bearer xoxb' }, nowMs);
  /** A call a second later: within the limit of a channel. */
  const later = (method: string, body: Body): Answer => {
    nowMs += 1_000;
    return call(method, body);
  };
  return { slack, call, later, wait: (ms: number) => (nowMs += ms) };
}
const errorOf = ({ status, body }: Answer): unknown => [status, (body as { error?: string }).error];

describe('the stand-in for Slack', () => {
  it.each<[string, string, Body, string]>([
    ['an unknown channel', 'chat.postMessage', post({ channel: 'nowhere' }), 'channel_not_found'],
    ['an unknown method', 'chat.shout', post(), 'unknown_method'],
    ['an edit of nothing', 'chat.update', post({ ts: '1.1' }), 'message_not_found'],
    ['a reply to nothing', 'chat.postMessage', post({ thread_ts: '1.1' }), 'thread_not_found'],
    ['a page of 1,000', 'conversations.history', post({ limit: '1000' }), 'invalid_limit'],
  ])('refuses %s with status 200', (_what, method, body, error) => {
    expect(errorOf(createSlack().call(method, body))).toEqual([200, error]);
  });

  it.each([
    ['no token', undefined, 'not_authed'],
    ['another token', 'Bearer other', 'invalid_auth'],
  ])('refuses a call with %s', (_what, authorization, error) => {
    const answer = new SlackStandIn('xoxb').answer({ method: 'auth.test', body: {}, authorization }, 0);
    expect(errorOf(answer)).toEqual([200, error]);
  });

  it('takes one message a second and channel, and says when the next may come', () => {
    const { call, wait } = createSlack();
    expect(call('chat.postMessage', post()).status).toBe(200);
    wait(999);
    expect(call('chat.postMessage', post())).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { ok: false, error: 'ratelimited' },
    });
    expect(call('chat.postMessage', post({ channel: 'C0OTHERS' })).status).toBe(200);
    wait(1);
    expect(call('chat.postMessage', post()).status).toBe(200);
  });

  it('takes 50 looks a minute at the history', () => {
    const { call, wait } = createSlack();
    const looks = Array.from({ length: 51 }, () => call('conversations.history', post()).status);
    expect(looks.filter((status) => status === 200)).toHaveLength(50);
    expect(looks.at(-1)).toBe(429);
    wait(60_000);
    expect(call('conversations.history', post()).status).toBe(200);
  });

  it('gives metadata back only where it is asked for, and keeps it over an edit without it', () => {
    const { later, slack } = createSlack();
    later('chat.postMessage', post({ metadata }));
    later('chat.update', post({ ts: slack.messages()[0]!.ts, text: 'y' }));
    const blind = later('conversations.history', post());
    const seeing = later('conversations.history', post({ include_all_metadata: 'true' }));
    expect(blind.body).toMatchObject({ messages: [{ text: 'y' }] });
    expect(JSON.stringify(blind.body)).not.toContain('delivery_id');
    expect(seeing.body).toMatchObject({ messages: [{ text: 'y', metadata }] });
  });

  it('pages its history, newest first, and keeps threads apart from it', () => {
    const { later, slack } = createSlack();
    for (const text of ['1', '2', '3']) later('chat.postMessage', post({ text }));
    const root = slack.messages()[0]!.ts;
    later('chat.postMessage', post({ text: 'reply', thread_ts: root }));
    const first = later('conversations.history', post({ limit: '2' })).body as {
      messages: { text: string }[];
      response_metadata: { next_cursor: string };
    };
    const cursor = first.response_metadata.next_cursor;
    const second = later('conversations.history', post({ limit: '2', cursor })).body as typeof first;
    const texts = [...first.messages, ...second.messages].map(({ text }) => text);
    expect([texts, second.response_metadata.next_cursor]).toEqual([['3', '2', '1'], '']);
    const thread = later('conversations.replies', post({ ts: root })).body as typeof first;
    expect(thread.messages.map(({ text }) => text)).toEqual(['1', 'reply']);
  });
});
