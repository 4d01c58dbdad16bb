import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postPinned } from './post-pinned.js';

const asked: string[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.headers.host ?? ''}${request.url ?? ''}`);
    response.writeHead(request.url === '/moved' ? 302 : 204, { location: '/elsewhere' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const post = (path: string) => {
  const { port } = server.address() as AddressInfo;
  return postPinned({
    // A name that nobody resolves: what is connected to is the address that was looked at.
    url: new URL(`http://tunewarden.invalid:${port}${path}`),
    to: { address: '127.0.0.1', family: 4 },
    body: '{}',
    headers: {},
    timeoutMs: 5_000,
  });
};

describe('a post to a pinned address', () => {
  it('goes to that address, whatever its name would stand for by then', async () => {
    expect(await post('/here')).toEqual({ ok: true, value: { status: 204 } });
    expect(asked.at(-1)).toMatch(/^POST tunewarden\.invalid:\d+\/here$/);
  });

  it('follows no redirect', async () => {
    const before = asked.length;
    expect(await post('/moved')).toEqual({ ok: true, value: { status: 302 } });
    expect(asked.slice(before)).toEqual([expect.stringContaining('/moved')]);
  });
});
