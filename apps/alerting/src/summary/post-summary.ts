import type { Database } from '#database';
import { retryDelayMs } from '#incidents';
import type { Clock } from '#kernel';
import { summaryDocumentSchema } from '#summary';
import type { Logger } from '#telemetry';
import { renderSlackSummary } from './render-slack-summary.js';
import type { PostResult, SlackSummaryPost } from './slack-summary.post.js';
import { type ClaimedPost, type PostNext, claimPost, settlePost } from './summary-post.store.js';

export interface PostParts {
  readonly database: Database;
  readonly slack: SlackSummaryPost;
  readonly consoleUrl: string;
  readonly clock: Clock;
  /** 0..1 */
  readonly random: () => number;
  readonly logger: Logger;
}

/** What has not been taken for so long is given up, visibly. */
const giveUpMs = 24 * 3_600_000;

/** Posts one summary that is due: claim → send → settle. False where none is. */
export async function postOneSummary(parts: PostParts): Promise<boolean> {
  const claimed = await claimPost(parts.database);
  if (claimed === undefined) return false;
  const document = summaryDocumentSchema.parse(JSON.parse(claimed.document));
  const result = await parts.slack.send(claimed, renderSlackSummary(document, parts.consoleUrl));
  const next = nextOf(result, claimed, parts);
  await settlePost(parts.database, claimed, next);
  const fields = { week: claimed.week, state: next.state, reason: next.reason, attempts: claimed.attempts };
  if (next.state === 'failed') parts.logger.error(fields, 'a weekly summary was not posted');
  else parts.logger.info(fields, 'weekly summary sent to Slack');
  return true;
}

function nextOf(result: PostResult, claimed: ClaimedPost, { clock, random }: PostParts): PostNext {
  const nowMs = clock();
  if (result.ok) return { state: 'delivered', ref: result.ref, dueAtMs: nowMs, reason: undefined };
  const isGivenUp = !result.retriable || nowMs - claimed.owedAtMs > giveUpMs;
  const pauseMs = result.retryAfterMs ?? retryDelayMs(claimed.attempts, random());
  return {
    state: isGivenUp ? 'failed' : 'pending',
    ref: undefined,
    dueAtMs: nowMs + pauseMs,
    reason: result.reason,
  };
}
