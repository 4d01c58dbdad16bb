import { ErrorCode } from '@slack/web-api';
import type { SendResult } from '../channel.js';

type Failure = Extract<SendResult, { ok: false }>;

/** Answers of Slack after which the message may stand in the channel: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const ambiguous = new Set(['internal_error', 'fatal_error', 'request_timeout']);
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

/** Whether Slack no longer has the message that was to be edited. */
export function isGone(error: unknown): boolean {
  return (error as { readonly data?: { readonly error?: string } }).data?.error === 'message_not_found';
}

/** What an error of the client says about the message. Errors that are not the client's are thrown on. */
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
      throw error;
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
  if (ambiguous.has(name)) return failure(`ambiguous: ${reason}`, 200, {});
  if (passing.has(name)) return failure(reason, 200, { retryAfterMs: usualPauseMs });
  return { ok: false, retriable: false, reason, statusCode: 200 };
}

function failure(
  reason: string,
  statusCode: number | null,
  more: { readonly retryAfterMs?: number },
): Failure {
  return { ok: false, retriable: true, reason, statusCode, ...more };
}
