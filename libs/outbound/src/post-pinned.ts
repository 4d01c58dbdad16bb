import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Result, err, ok } from '#kernel';
import type { NoAnswer } from './post-json.js';
import type { PinnedAddress } from './public-address.js';

export interface PinnedPost {
  readonly url: URL;
  readonly to: PinnedAddress;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** The status of a POST to one address, whatever the name resolves to by then. Follows no redirect; never throws. */
export function postPinned(post: PinnedPost): Promise<Result<{ readonly status: number }, NoAnswer>> {
  const { url, to, body, headers, timeoutMs } = post;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    let isSent = false;
    const fail = (reason: NoAnswer['reason']): void => resolve(err({ reason, mayHaveArrived: isSent }));
    const call = send(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(timeoutMs),
        agent: false,
        lookup: (_host, options, done) =>
          options.all === true
            ? (done as unknown as (error: null, found: readonly PinnedAddress[]) => void)(null, [to])
            : done(null, to.address, to.family),
      },
      (answer: IncomingMessage) => {
        // What it says beyond the status is of no use here.
        answer.destroy();
        resolve(ok({ status: answer.statusCode ?? 0 }));
      },
    );
    call.once('socket', (socket) => socket.once('connect', () => (isSent = true)));
    call.once('error', (error) =>
      fail(error.name === 'AbortError' || error.name === 'TimeoutError' ? 'timeout' : 'network'),
    );
    call.end(body);
  });
}
