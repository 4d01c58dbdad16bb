import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox } from './sandbox.js';

let server: Server;
let url: string;

beforeAll(async () => {
  const handle = createSandbox({ slackToken: 'xoxb', pagerDutyKeys: ['k'.repeat(32)], watchdogSecret: '' });
  server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.closeAllConnections());
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => fetch(`${url}/faults`, { method: 'DELETE' }));

const json = { 'content-type': 'application/json' };
const setFault = async (fault: object): Promise<number> =>
  (await fetch(`${url}/faults`, { method: 'POST', headers: json, body: JSON.stringify(fault) })).status;

let channels = 0;
/** A post into a channel of its own, so that no limit is met. */
async function post(text: string, signal?: AbortSignal): Promise<{ status: number; text: string }> {
  channels += 1;
  const channel = `C0TEST${channels}`;
  const asItIs = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false };
  const answer = await fetch(`${url}/api/chat.postMessage`, {
    method: 'POST',
    headers: { ...json, authorization: 'Bearer xoxb' },
    body: JSON.stringify({ channel, text, ...asItIs }),
    ...(signal && { signal }),
  });
  return { status: answer.status, text: await answer.text() };
}
const stands = async (text: string): Promise<boolean> => {
  const state = (await (await fetch(`${url}/state`)).json()) as { slack: { body: { text: string } }[] };
  return state.slack.some(({ body }) => body.text === text);
};

describe('a fault', () => {
  it.each<[string, number, boolean]>([
    ['400', 400, false],
    ['410', 410, false],
    ['429', 429, false],
    ['429-without-header', 429, false],
    ['500', 500, false],
    ['503', 503, false],
    ['error', 200, false],
    ['html', 200, false],
    ['error-although-posted', 200, true],
    ['latency', 200, true],
  ])('%s answers %d; whether the message stands all the same: %s', async (kind, status, posted) => {
    expect(await setFault({ service: 'slack', kind, times: 1 })).toBe(200);
    expect((await post(kind)).status).toBe(status);
    expect(await stands(kind)).toBe(posted);
    expect((await post(`after ${kind}`)).status).toBe(200);
  });

  it.each<[string, boolean]>([
    ['reset', false],
    ['reset-mid-body', false],
    ['reset-although-posted', true],
    ['hang', false],
    ['hang-although-posted', true],
  ])('%s gives no answer; whether the message stands all the same: %s', async (kind, posted) => {
    await setFault({ service: 'slack', kind });
    await expect(post(kind, AbortSignal.timeout(300))).rejects.toThrow();
    expect(await stands(kind)).toBe(posted);
  });

  it('is met only by the calls that it names', async () => {
    await setFault({ service: 'slack', kind: '500', method: 'chat.postMessage', matching: 'unlucky' });
    expect((await post('lucky')).status).toBe(200);
    expect((await post('unlucky')).status).toBe(500);
    expect((await post('unlucky')).status).toBe(200);
  });

  it('names the error that it was told, and the time of a 429', async () => {
    await setFault({ service: 'slack', kind: 'error', error: 'is_archived' });
    expect((await post('archived')).text).toContain('"error":"is_archived"');
    expect(await setFault({ service: 'slack', kind: 'nonsense' })).toBe(400);
  });
});

it('takes PagerDuty events as JSON only', async () => {
  const send = (body: string) => fetch(`${url}/v2/enqueue`, { method: 'POST', headers: json, body });
  const event = { routing_key: 'k'.repeat(32), event_action: 'resolve', dedup_key: 'd' };
  expect((await send(JSON.stringify(event))).status).toBe(202);
  expect((await send('{')).status).toBe(400);
  expect((await send('[]')).status).toBe(400);
});
