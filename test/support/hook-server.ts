import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { cleanUp } from './clean-up.js';

/** A call of a generic webhook, as it came. */
export interface Hook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const key = Buffer.from('hook secret');
/** The secret of every webhook of a test, as a receiver's environment holds it. */
export const hookSecret = `whsec_${key.toString('base64')}`;

/** The signature that a webhook must have: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function signatureOf({ headers, body }: Hook): string {
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

/** Takes webhooks on loopback until the test file ends. The first `failures` calls are answered by 500; `/moved` redirects. */
export async function startHookServer(
  failures = 0,
): Promise<{ readonly url: string; readonly hooks: readonly Hook[] }> {
  const hooks: Hook[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { url: path = '/', headers } = request;
      hooks.push({ path, headers, body });
      if (path === '/moved') response.writeHead(307, { location: '/elsewhere' }).end();
      else response.writeHead(hooks.length <= failures ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, hooks };
}
