import { type Result, err, ok } from '#kernel';

/** What a server answered, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Cut at 64 KiB. */
  readonly body: string;
}

/** Why there is no answer. `mayHaveArrived`: the request was sent, so the other side may have acted on it. */
export interface NoAnswer {
  readonly reason: 'timeout' | 'network';
  readonly mayHaveArrived: boolean;
}

export interface PostOptions {
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the wait before the timeout does. */
  readonly signal?: AbortSignal | undefined;
}

const longestAnswerBytes = 64 * 1024;
const refusedBeforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The answer to a JSON body, or why there is none. Follows no redirect; never throws. */
export async function postJson(
  url: string,
  body: unknown,
  { timeoutMs, headers = {}, signal }: PostOptions,
): Promise<Result<HttpAnswer, NoAnswer>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]),
    });
    return ok({ status: response.status, headers: response.headers, body: await readSome(response) });
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    return err({ reason: timedOut ? 'timeout' : 'network', mayHaveArrived: !wasRefused(error) });
  }
}

async function readSome(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size >= longestAnswerBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, longestAnswerBytes).toString('utf8');
}

function wasRefused(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { readonly code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' && refusedBeforeSending.has(cause.code);
}
