import type { Database } from '#database';
import type { DeadLetterRow } from './describe-dead-letter.js';

/** The list of dead letters. Their bytes stay in Kafka. */
export class DeadLettersStore {
  constructor(private readonly database: Database) {}

  /** Adds rows; those that are there already stay as they are. */
  async add(partition: number, rows: readonly DeadLetterRow[]): Promise<void> {
    const column = <T>(of: (row: DeadLetterRow) => T): T[] => rows.map(of);
    await this.database.rows(
      `INSERT INTO dead_letters (dlq_partition, received_on, dlq_offset, failed_at, first_failed_at, source_topic,
         source_partition, source_offset, stage, code, message, attempts, bytes, head, traceparent)
       SELECT $1, (failed_at AT TIME ZONE 'UTC')::date, *
       FROM unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::int[], $7::bigint[], $8::text[],
         $9::text[], $10::text[], $11::int[], $12::int[], $13::text[], $14::text[])
         AS row (dlq_offset, failed_at, first_failed_at, source_topic, source_partition, source_offset, stage, code,
           message, attempts, bytes, head, traceparent)
       ON CONFLICT DO NOTHING`,
      [
        partition,
        column(({ offset }) => offset),
        column(({ failedAt }) => failedAt),
        column(({ firstFailedAt }) => firstFailedAt),
        column(({ sourceTopic }) => sourceTopic),
        column(({ sourcePartition }) => sourcePartition),
        column(({ sourceOffset }) => sourceOffset),
        column(({ stage }) => stage),
        column(({ code }) => code),
        column(({ message }) => message),
        column(({ attempts }) => attempts),
        column(({ bytes }) => bytes),
        column(({ head }) => head),
        column(({ traceparent }) => traceparent),
      ],
    );
  }
}
