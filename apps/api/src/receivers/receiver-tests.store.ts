import { randomUUID } from 'node:crypto';
import type { Channel } from '#contracts';
import { type Database, type Sql, appendAudit } from '#database';
import { type Result, err, ok } from '#kernel';
import type { Doer } from '../auth/login.js';
import type { ReceiverTest, TestDelivery } from './receiver.schema.js';

export interface TestRow {
  readonly test_id: string;
  readonly receiver: string;
  readonly channel: Channel;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly state: TestDelivery['state'];
  readonly status_code: number | null;
  readonly reason: string | null;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

/** A provider answers within ten seconds, or its call is over; a lane may wait for a provider's pause. */
const nobodyTook = { minutes: 5, reason: 'nobody sent it within five minutes: is alerting running?' };
const nobodyKnows = {
  minutes: 1,
  reason: 'ambiguous: the process that sent it ended before it wrote the answer down',
};
/** What a tester may ask of one receiver. */
const most = { tests: 5, minutes: 5 };
const keptDays = 90;

/** Columns of a test, which ends by itself where nobody sends it, or nobody says what came of it. */
export const testColumns = `test_id, receiver, channel, requested_by, requested_at, status_code, started_at, finished_at,
  CASE WHEN ${isOver('waiting', 'requested_at', nobodyTook)} THEN 'refused'
       WHEN ${isOver('sending', 'started_at', nobodyKnows)} THEN 'unclear' ELSE state END AS state,
  CASE WHEN ${isOver('waiting', 'requested_at', nobodyTook)} THEN '${nobodyTook.reason}'
       WHEN ${isOver('sending', 'started_at', nobodyKnows)} THEN '${nobodyKnows.reason}' ELSE reason END AS reason`;

function isOver(state: string, since: string, { minutes }: { readonly minutes: number }): string {
  return `state = '${state}' AND ${since} < clock_timestamp() - make_interval(mins => ${minutes})`;
}

/** Tests of receivers: rows that alerting sends, since it alone has the secrets. */
export class ReceiverTestsStore {
  constructor(private readonly database: Database) {}

  async find(testId: string): Promise<ReceiverTest | undefined> {
    return testOf(await rowsOf(this.database, testId));
  }

  /** The new test, by each of the channels; or in how many seconds the receiver may be tested again. */
  async request(
    receiver: string,
    channels: readonly Channel[],
    { who }: Doer,
  ): Promise<Result<ReceiverTest, number>> {
    const testId = randomUUID();
    return this.database.transaction(async (tx) => {
      await tx.rows(`SELECT pg_advisory_xact_lock(hashtextextended('test of ' || $1, 0))`, [receiver]);
      const waitSeconds = await secondsUntilAllowed(tx, receiver);
      if (waitSeconds > 0) return err(waitSeconds);
      await tx.rows(
        `DELETE FROM receiver_tests WHERE requested_at < clock_timestamp() - make_interval(days => ${keptDays})`,
      );
      await tx.rows(
        `INSERT INTO receiver_tests (test_id, receiver, channel, requested_by)
         SELECT $1, $2, channel, $3 FROM unnest($4::text[]) AS channel`,
        [testId, receiver, who, channels],
      );
      const test = testOf(await rowsOf(tx, testId));
      await appendAudit(tx, {
        ...{ tenant: null, who, action: 'receivers.manage', subject: `receiver:${receiver}` },
        detail: { change: 'tested', test: testId, channels: channels.join(', ') },
      });
      if (test === undefined) throw new TypeError(`the receiver ${receiver} has no channel`);
      return ok(test);
    });
  }
}

function rowsOf(sql: Sql, testId: string): Promise<TestRow[]> {
  return sql.rows<TestRow>(`SELECT ${testColumns} FROM receiver_tests WHERE test_id = $1 ORDER BY channel`, [
    testId,
  ]);
}

async function secondsUntilAllowed(tx: Sql, receiver: string): Promise<number> {
  const [oldest] = await tx.rows<{ seconds: number }>(
    `SELECT ceil(extract(epoch FROM asked_at + make_interval(mins => ${most.minutes}) - clock_timestamp()))::int AS seconds
     FROM (SELECT min(requested_at) AS asked_at FROM receiver_tests
           WHERE receiver = $1 AND requested_at > clock_timestamp() - make_interval(mins => ${most.minutes})
           GROUP BY test_id) AS recent
     ORDER BY asked_at DESC OFFSET ${most.tests - 1} LIMIT 1`,
    [receiver],
  );
  return Math.max(0, oldest?.seconds ?? 0);
}

function testOf(rows: readonly TestRow[]): ReceiverTest | undefined {
  const [first] = rows;
  return first && { ...requestOf(first), deliveries: rows.map(testDeliveryOf) };
}

/** Who asked for a test, and when. */
export function requestOf(row: TestRow): Omit<ReceiverTest, 'deliveries'> {
  return {
    id: row.test_id,
    receiver: row.receiver,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
  };
}

/** What became of a test by one channel. */
export function testDeliveryOf(row: TestRow): TestDelivery {
  return {
    channel: row.channel,
    state: row.state,
    statusCode: row.status_code,
    reason: row.reason,
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
