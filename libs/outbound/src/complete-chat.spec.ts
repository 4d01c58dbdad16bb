import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completeChat, describeNoAnswer } from './complete-chat.js';

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const said = (content: string | null, more: object = {}, finish = 'stop'): Reply => ({
  body: { choices: [{ message: { content, ...more }, finish_reason: finish }] },
});

describe('completeChat', () => {
  const asked: { path?: string; token?: string; body: Record<string, unknown> }[] = [];
  let replies: Reply[] = [];
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
        asked.push({ path: request.url ?? '', token: request.headers.authorization ?? '', body });
        const { status = 200, headers = {}, body: answer } = replies.shift() ?? { status: 500 };
        response.writeHead(status, headers).end(JSON.stringify(answer ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  beforeEach(() => void (asked.length = 0));

  const ask = (path = '') =>
    completeChat({ url: url + path, model: 'm', token: 'secret', timeoutMs: 5_000 }, [
      { role: 'user', content: 'hello' },
    ]);

  it('asks at temperature 0 with a bound on the answer and a bearer token', async () => {
    replies = [said('hi')];
    expect(await ask()).toEqual({ ok: true, value: { text: 'hi', wasFiltered: false } });
    expect(asked).toEqual([
      {
        path: '/v1/chat/completions',
        token: 'Bearer secret',
        body: { model: 'm', messages: [{ role: 'user', content: 'hello' }], temperature: 0, max_tokens: 512 },
      },
    ]);
  });

  it.each([
    ['', '/v1/chat/completions'],
    ['/v1/', '/v1/chat/completions'],
    ['/tenant/v1', '/tenant/v1/chat/completions'],
    ['/deployments/x/chat/completions?api-version=1', '/deployments/x/chat/completions?api-version=1'],
  ])('takes %j for %j', async (path, expected) => {
    replies = [said('hi')];
    await ask(path);
    expect(asked[0]?.path).toBe(expected);
  });

  it.each([
    ['a filter of the service', said(null, {}, 'content_filter'), ''],
    ['a refusal of its own field', said(null, { refusal: 'No.' }), 'No.'],
  ])('knows %s', async (_what, reply, text) => {
    replies = [reply];
    expect(await ask()).toEqual({ ok: true, value: { text, wasFiltered: true } });
  });

  it('bounds the answer by the newer name where the service does not take the older one', async () => {
    replies = [{ status: 400 }, said('hi')];
    expect(await ask()).toMatchObject({ ok: true });
    expect(asked[1]?.body).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'hello' }],
      temperature: 0,
      max_completion_tokens: 512,
    });
  });

  it('asks again after as long as Retry-After says where the service is busy or broken', async () => {
    const past = new Date(0).toUTCString();
    replies = [
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 503, headers: { 'retry-after': past } },
      said('hi'),
    ];
    expect(await ask()).toMatchObject({ ok: true });
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['for good', Array.from({ length: 9 }, () => ({ status: 500, headers: { 'retry-after': '0' } })), 4, 500],
    ['for longer than a minute', [{ status: 429, headers: { 'retry-after': '3600' } }], 1, 429],
    ['since it takes no such request', [{ status: 400 }, { status: 400 }], 2, 400],
    ['because it does not know us', [{ status: 401 }], 1, 401],
    ['because it does not know the model', [{ status: 404 }], 1, 404],
  ])('gives up on a service that fails %s', async (_how, failures, times, status) => {
    replies = [...failures];
    expect(await ask()).toMatchObject({ ok: false, error: { reason: 'status', status } });
    expect(asked).toHaveLength(times);
  });

  it('takes what is no completion for none', async () => {
    replies = [{ body: { choices: [] } }];
    expect(await ask()).toEqual({ ok: false, error: { reason: 'answer' } });
  });
});

describe('describeNoAnswer', () => {
  const service = { url: 'http://models.example/v1', model: 'm', token: 'secret', timeoutMs: 5 };
  it.each([
    [{ reason: 'timeout' }, 'did not answer within 5 ms'],
    [{ reason: 'network' }, 'check the address'],
    [{ reason: 'answer' }, 'must be that of /v1/chat/completions'],
    [{ reason: 'status', status: 401, retryAfterMs: undefined }, 'check its token'],
    [{ reason: 'status', status: 404, retryAfterMs: undefined }, 'name of the model'],
    [{ reason: 'status', status: 400, retryAfterMs: undefined }, 'as OpenAI does'],
  ] as const)('says of %j what to do', (problem, advice) => {
    const words = describeNoAnswer(service, problem);
    expect(words).toContain(advice);
    expect(words).not.toContain('secret');
  });
});
