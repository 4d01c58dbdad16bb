import type { Database } from '#database';
import { z } from 'zod';
import type { Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import { microseconds } from '../http/page.schema.js';
import type { DeadLetter, DeadLetterGroup, DeadLetterQuery, StoppedTopic } from './dead-letter.schema.js';

const placeSchema = z.tuple([microseconds, z.int32(), z.string().regex(/^\d{1,18}$/)]);
const mostGroups = 200;

interface DeadLetterRow {
  readonly dlq_partition: number;
  readonly dlq_offset: string;
  readonly failed_at: Date;
  /** Microseconds since the epoch: a Date would round. */
  readonly failed_us: string;
  readonly first_failed_at: Date;
  readonly source_topic: string;
  readonly source_partition: number;
  readonly source_offset: string;
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly bytes: number;
  readonly head: string | null;
  readonly redriven_at: Date | null;
}

interface GroupRow {
  readonly source_topic: string;
  readonly stage: string;
  readonly code: string;
  readonly message: string;
  readonly waiting: string;
  readonly redriven: string;
  readonly oldest_at: Date;
  readonly newest_at: Date;
}

/** Reads what could not be taken, and the topics that are not read because of it. */
export class DeadLettersQuery {
  constructor(private readonly database: Database) {}

  /** The newest first, with their beginnings where the login may see text. */
  async page(
    { limit, cursor, topic, stage, code, state }: DeadLetterQuery,
    { permissions }: Login,
  ): Promise<{ items: DeadLetter[]; next: string | null }> {
    const withText = permissions.has('text.read');
    const after = readCursor(cursor, placeSchema) ?? [null, null, null];
    const rows = await this.database.rows<DeadLetterRow>(
      `SELECT *, (extract(epoch FROM failed_at) * 1000000)::bigint AS failed_us FROM dead_letters
       WHERE ($1::text IS NULL OR source_topic = $1) AND ($2::text IS NULL OR stage = $2)
         AND ($3::text IS NULL OR code = $3) AND ($4 = 'all' OR (redriven_at IS NULL) = ($4 = 'waiting'))
         AND ($5::bigint IS NULL OR (failed_at, dlq_partition, dlq_offset)
           < ('epoch'::timestamptz + $5::bigint * interval '1 microsecond', $6::int, $7::bigint))
       ORDER BY failed_at DESC, dlq_partition DESC, dlq_offset DESC LIMIT $8`,
      [topic, stage, code, state, ...after, limit + 1],
    );
    return pageOfRows(rows, limit, {
      item: (row) => letterOf(withText ? row : { ...row, head: null }),
      place: (row) => [row.failed_us, row.dlq_partition, row.dlq_offset],
    });
  }

  async groups(): Promise<DeadLetterGroup[]> {
    const rows = await this.database.rows<GroupRow>(
      `SELECT source_topic, stage, code, (array_agg(message ORDER BY failed_at DESC))[1] AS message,
         count(*) FILTER (WHERE redriven_at IS NULL) AS waiting, count(redriven_at) AS redriven,
         min(failed_at) AS oldest_at, max(failed_at) AS newest_at
       FROM dead_letters GROUP BY source_topic, stage, code
       ORDER BY waiting DESC, newest_at DESC LIMIT ${mostGroups}`,
    );
    return rows.map((row) => ({
      topic: row.source_topic,
      stage: row.stage,
      code: row.code,
      message: row.message,
      waiting: Number(row.waiting),
      redriven: Number(row.redriven),
      oldestAt: row.oldest_at.toISOString(),
      newestAt: row.newest_at.toISOString(),
    }));
  }

  /** The one that is stopped longest first. */
  async stoppedTopics(): Promise<StoppedTopic[]> {
    const rows = await this.database.rows<{
      topic: string;
      stopped_at: Date;
      dead_letters: number;
      messages: number;
    }>('SELECT topic, stopped_at, dead_letters, messages FROM stopped_topics ORDER BY stopped_at, topic');
    return rows.map(({ topic, stopped_at, dead_letters, messages }) => ({
      topic,
      stoppedAt: stopped_at.toISOString(),
      deadLetters: dead_letters,
      messages,
    }));
  }
}

function letterOf(row: DeadLetterRow): DeadLetter {
  return {
    topic: row.source_topic,
    source: { partition: row.source_partition, offset: row.source_offset },
    kept: { partition: row.dlq_partition, offset: row.dlq_offset },
    stage: row.stage,
    code: row.code,
    message: row.message,
    failedAt: row.failed_at.toISOString(),
    firstFailedAt: row.first_failed_at.toISOString(),
    attempts: row.attempts,
    bytes: row.bytes,
    head: row.head,
    state: row.redriven_at === null ? 'waiting' : 'redriven',
    redrivenAt: row.redriven_at?.toISOString() ?? null,
  };
}
