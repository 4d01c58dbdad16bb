import { ErrorCode } from '@slack/web-api';
import { describe, expect, it } from '@jest/globals';
import { slackFailure } from './slack-failure.js';

const platform = (error: string): object => ({ code: ErrorCode.PlatformError, data: { ok: false, error } });
const http = (statusCode: number): object => ({ code: ErrorCode.HTTPError, statusCode });

describe('what a failure of Slack says about the message', () => {
  it.each<[string, object, object]>([
    [
      'a 429 with its time',
      { code: ErrorCode.RateLimitedError, retryAfter: 7 },
      { retriable: true, retryAfterMs: 7_000, reason: 'rate limited' },
    ],
    ['a 500', http(500), { retriable: true, reason: 'ambiguous: HTTP 500' }],
    ['a 410', http(410), { retriable: false, reason: 'HTTP 410' }],
    ['no answer', { code: ErrorCode.RequestError }, { retriable: true, reason: 'ambiguous: no answer' }],
    ['an error of the client without a code', new TypeError('terminated'), { retriable: true }],
    ['fatal_error', platform('fatal_error'), { retriable: true, reason: 'ambiguous: fatal_error' }],
    ['service_unavailable', platform('service_unavailable'), { retriable: true, retryAfterMs: 5_000 }],
    ['a deleted message', platform('message_not_found'), { retriable: true, isGone: true }],
    ['channel_not_found', platform('channel_not_found'), { retriable: false, reason: 'channel_not_found' }],
    ['invalid_auth', platform('invalid_auth'), { retriable: false, reason: 'invalid_auth' }],
    [
      'the page of a proxy',
      platform('<html><script>alert(1)</script></html>'),
      { retriable: true, reason: 'ambiguous: no answer of Slack' },
    ],
  ])('%s', (_what, error, wanted) => {
    expect(slackFailure(error)).toMatchObject({ ok: false, ...wanted });
  });
});
