import { ErrorCode } from '@slack/web-api';
import type { SendResult } from '../channel.js';

type Failure = Extract<SendResult, { ok: false }>;

/** Answers of Slack after which the message may stand in the channel: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const ambiguous = new Set(['internal_error', 'fatal_error', 'request_timeout']);
/** The message that was to be edited or answered in its thread is there no more. */
const gone = new Set(['message_not_found', 'thread_not_found']);
/** Slack's own trouble, which passes. */
const passing = new Set([
  'service_unavailable',
  'team_added_to_org',
  'accesslimited',
  'ratelimited',
  'rate_limited',
]);
/** Without a Retry-After, Slack's limit is one message a second. */
const usualPauseMs = 5_000;

/** What an error of the client says about the message. */
export function slackFailure(error: unknown): Failure {
  const { code, retryAfter, statusCode, data } = error as {
    readonly code?: unknown;
    readonly retryAfter?: number;
    readonly statusCode?: number;
    readonly data?: { readonly error?: string };
  };
  switch (code) {
    case ErrorCode.RateLimitedError:
      return failure('rate limited', 429, { retryAfterMs: (retryAfter ?? 1) * 1_000 });
    case ErrorCode.HTTPError:
      return httpFailure(statusCode ?? 0);
    case ErrorCode.RequestError:
      return failure('ambiguous: no answer', null, {});
    case ErrorCode.PlatformError:
      return platformFailure(data?.error ?? 'unknown');
    default:
      // Of a 429 without a time, and of an answer that breaks off, the client makes errors without a code.
      return failure('ambiguous: no answer', null, {});
  }
}

function httpFailure(status: number): Failure {
  if (status === 429) return failure('rate limited', status, { retryAfterMs: usualPauseMs });
  if (status >= 500) return failure(`ambiguous: HTTP ${status}`, status, {});
  return { ok: false, retriable: false, reason: `HTTP ${status}`, statusCode: status };
}

/** Slack answers 200 with `ok: false` for what it calls platform errors; most of them are final. */
function platformFailure(name: string): Failure {
  const reason = name.replace(/[^\w]/g, '').slice(0, 60);
  // Slack's names are single words: this is the page of something that stands between us and Slack.
  if (!/^\w{1,60}$/.test(name)) return failure('ambiguous: no answer of Slack', 200, {});
  // Somebody deleted it. There is a new one in the lane's next turn, since a second message beats none.
  if (gone.has(name)) return failure(reason, 200, { retryAfterMs: 1_100, isGone: true });
  if (ambiguous.has(name)) return failure(`ambiguous: ${reason}`, 200, {});
  if (passing.has(name)) return failure(reason, 200, { retryAfterMs: usualPauseMs });
  return { ok: false, retriable: false, reason, statusCode: 200 };
}

function failure(
  reason: string,
  statusCode: number | null,
  more: { readonly retryAfterMs?: number; readonly isGone?: boolean },
): Failure {
  return { ok: false, retriable: true, reason, statusCode, ...more };
}
