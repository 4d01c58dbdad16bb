import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came over the wire: signatures are of bytes, not of what was parsed from them. */
export interface SignedRequest {
  readonly rawBody: Buffer;
  readonly signature: string | undefined;
}

/** Clocks differ by less, and what was recorded is worth nothing after it. */
const toleranceSeconds = 300;

/**
 * True where Slack signed the request with one of the secrets, at most five minutes before or after now:
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isSignedBySlack(
  { rawBody, signature, timestamp }: SignedRequest & { readonly timestamp: string | undefined },
  secrets: readonly string[],
  nowMs: number,
): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs / 1_000 - Number(timestamp)) > toleranceSeconds) return false;
  return secrets.some((secret) => {
    const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex');
    return isSame(`v0=${digest}`, signature ?? '');
  });
}

/**
 * True where PagerDuty signed the request with one of the secrets; while a secret is rotated it sends several
 * signatures: https://developer.pagerduty.com/docs/webhooks/webhook-signatures/. No time is signed: a replay is told
 * by the id of the event.
 */
export function isSignedByPagerDuty(
  { rawBody, signature }: SignedRequest,
  secrets: readonly string[],
): boolean {
  const given = (signature ?? '').split(',', 10).map((one) => one.trim());
  return secrets.some((secret) => {
    const digest = createHmac('sha256', secret).update(rawBody).digest('hex');
    return given.filter((one) => isSame(`v1=${digest}`, one)).length > 0;
  });
}

/** In a time that does not depend on where they differ. */
function isSame(wanted: string, given: string): boolean {
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
