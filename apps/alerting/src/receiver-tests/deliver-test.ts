import type { Database } from '#database';
import type { Logger } from '#telemetry';
import type { NotificationChannel } from '../channels/channel.js';
import { type Lane, closeLane } from '../claim.store.js';
import { claimTest, settleTest } from './receiver-test.store.js';

interface TestParts {
  readonly database: Database;
  readonly logger: Logger;
}

/**
 * Sends one test that waits in a lane, and writes down what the provider made of it. It is tried once: what a try comes
 * to is what was asked for. Whoever dies in the middle leaves it `sending`, and the API says that nobody knows.
 */
export async function deliverTest(
  lane: Lane,
  channel: NotificationChannel,
  { database, logger }: TestParts,
): Promise<void> {
  const test = await claimTest(database, lane, channel.turnMs);
  if (test === undefined) return;
  const result = await channel.sendTest(test);
  if (!result.ok && result.retryAfterMs !== undefined) await closeLane(database, lane, result.retryAfterMs);
  await settleTest(database, test.testId, lane, result);
  const fields = { ...lane, testId: test.testId, statusCode: result.statusCode };
  if (result.ok) logger.info(fields, 'a receiver was tested');
  else logger.warn({ ...fields, reason: result.reason }, 'a receiver was tested, and refused');
}
