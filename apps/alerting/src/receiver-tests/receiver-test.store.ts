import type { Database } from '#database';
import type { SendResult } from '../channels/channel.js';
import type { TestMessage } from '../channels/test-message.js';
import { type Lane, openLane } from '../claim.store.js';

interface ClaimRow {
  readonly test_id: string;
  readonly receiver: string;
  readonly requested_by: string;
  readonly requested_at: Date;
}

/** After so long nobody expects the message any more: it is not sent. The API says the same of it. */
const staleMinutes = 5;

/**
 * A test that waits in the lane, now the caller's to send. It takes one of the lane's turns, as every message does, and
 * waits where a provider wants no calls.
 */
export async function claimTest(
  database: Database,
  { receiver, channel }: Lane,
  turnMs: number,
): Promise<TestMessage | undefined> {
  return database.transaction(async (tx) => {
    const [row] = await tx.rows<ClaimRow>(
      `WITH lane AS (${openLane}),
         due AS (SELECT t.test_id FROM receiver_tests t JOIN lane USING (receiver, channel)
           WHERE t.state = 'waiting' AND t.requested_at > clock_timestamp() - make_interval(mins => ${staleMinutes})
           ORDER BY t.requested_at LIMIT 1 FOR UPDATE OF t SKIP LOCKED),
         turn AS (UPDATE lanes SET open_at = clock_timestamp() + make_interval(secs => $3 / 1000.0)
           WHERE receiver = $1 AND channel = $2 AND EXISTS (SELECT FROM due)),
         claimed AS (UPDATE receiver_tests SET state = 'sending', started_at = clock_timestamp()
           WHERE test_id = (SELECT test_id FROM due) AND channel = $2 RETURNING *)
       SELECT * FROM claimed`,
      [receiver, channel, turnMs],
    );
    return (
      row && {
        testId: row.test_id,
        receiver: row.receiver,
        requestedBy: row.requested_by,
        requestedAt: row.requested_at,
      }
    );
  });
}

/** Writes down what a test came to. */
export async function settleTest(
  database: Database,
  testId: string,
  { channel }: Lane,
  result: SendResult,
): Promise<void> {
  const reason = result.ok ? null : result.reason;
  await database.rows(
    `UPDATE receiver_tests SET state = $3, status_code = $4, reason = $5, finished_at = clock_timestamp()
     WHERE test_id = $1 AND channel = $2 AND state = 'sending'`,
    [testId, channel, stateOf(result), result.statusCode, reason],
  );
}

function stateOf(result: SendResult): 'accepted' | 'refused' | 'unclear' {
  if (result.ok) return 'accepted';
  return result.reason.startsWith('ambiguous') ? 'unclear' : 'refused';
}

/** A lane that cannot be opened says so to whoever tests it. */
export async function refuseTests(
  database: Database,
  { receiver, channel }: Lane,
  reason: string,
): Promise<void> {
  await database.rows(
    `UPDATE receiver_tests SET state = 'refused', reason = $3, finished_at = clock_timestamp()
     WHERE receiver = $1 AND channel = $2 AND state = 'waiting'`,
    [receiver, channel, reason],
  );
}
