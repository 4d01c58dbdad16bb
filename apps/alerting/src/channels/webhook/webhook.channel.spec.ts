import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { WebhookChannel } from './webhook.channel.js';

const test = { testId: 'test-1', receiver: 'soc', requestedBy: 'ada', requestedAt: new Date(0) };
const sendTo = (url: string, privateHosts: readonly string[] = []) =>
  new WebhookChannel({
    url,
    privateHosts,
    secret: `whsec_${Buffer.from('a secret of tests').toString('base64')}`,
    consoleUrl: 'http://127.0.0.1:8080',
  }).sendTest(test);

describe('a webhook', () => {
  it.each([
    ['http://hooks.example/in', 'only https is allowed'],
    ['https://127.0.0.1/in', 'the host is no public address'],
    ['https://[::ffff:169.254.169.254]/latest/meta-data', 'the host is no public address'],
  ])('to %s is refused, for good: %s', async (url, reason) => {
    expect(await sendTo(url)).toEqual({ ok: false, retriable: false, reason, statusCode: null });
  });

  it('that is answered by a redirect is refused, and nothing goes there', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = await sendTo(`http://127.0.0.1:${port}/in`, ['127.0.0.1']);
    await new Promise((resolve) => server.close(resolve));
    expect(sent).toMatchObject({ ok: false, retriable: false, reason: 'redirects are not followed' });
    expect(asked).toEqual(['/in']);
  });
});
