import { randomUUID } from 'node:crypto';
import { deadLetterHeaderNames as names, topicNames } from '#contracts';
import { type AuditEntry, type Database, appendAudit, openDatabase } from '#database';
import {
  type KafkaDoor,
  type KafkaRecord,
  type OutgoingRecord,
  type Producer,
  headerText,
  openKafka,
} from '#kafka';
import { findDatabaseUrl, findKafka } from '../local-state.js';
import { startProgress } from '../progress.js';

/** Which dead letters are sent again; undefined: whatever it is. */
export interface RedriveOptions {
  readonly topic?: string;
  readonly stage?: string;
  readonly code?: string;
  readonly by: string;
}

/** `missing`: listed, but Kafka keeps them no more. */
export interface RedriveSummary {
  readonly redriven: number;
  readonly missing: number;
  /** How many went to which topic. */
  readonly topics: Readonly<Record<string, number>>;
}

/** Headers that only say why it was a dead letter; attempts and the first failure stay with the message. */
const errorHeaders: ReadonlySet<string> = new Set([
  names.topic,
  names.partition,
  names.offset,
  names.stage,
  names.exceptionClass,
  names.exceptionMessage,
]);

/** A topic that takes nothing any more must not hold the command up for ever. */
const mostAttempts = 3;

/**
 * Sends dead letters that were not sent again yet to the topics that they came from, as they were logged. Each is marked
 * once the broker has it: an interrupted run goes on with the others, and of two runs at a time each letter has one.
 * What is refused again meanwhile is a new dead letter, which this run leaves alone.
 */
export async function redrive(options: RedriveOptions): Promise<RedriveSummary> {
  const { brokers, topicPrefix } = await findKafka();
  const database = await openDatabase({
    url: await findDatabaseUrl(),
    applicationName: 'tunewarden-redrive',
  });
  const kafka = await openKafka({ brokers, clientId: 'tunewarden-cli' });
  try {
    const waiting = await listWaiting(database, options);
    const topic = topicNames(topicPrefix).deadLetters;
    // First, since what Kafka has taken cannot be taken back; each letter's own row says whether it went.
    if (waiting.size > 0) await appendAudit(database, redriveAsked(topic, waiting.size, options));
    return await sendAll({ database, kafka, topic }, waiting);
  } finally {
    await kafka.close();
    await database.close();
  }
}

function redriveAsked(dlq: string, letters: number, { by, topic, stage, code }: RedriveOptions): AuditEntry {
  const detail = { letters, ...(topic && { topic }), ...(stage && { stage }), ...(code && { code }) };
  return { who: by, action: 'replay', subject: `topic ${dlq}`, detail };
}

async function listWaiting(database: Database, { topic, stage, code }: RedriveOptions): Promise<Set<string>> {
  const rows = await database.rows<{ dlq_partition: number; dlq_offset: string }>(
    `SELECT dlq_partition, dlq_offset FROM dead_letters
     WHERE redriven_at IS NULL AND ($1::text IS NULL OR source_topic = $1) AND ($2::text IS NULL OR stage = $2)
       AND ($3::text IS NULL OR code = $3)`,
    [topic, stage, code],
  );
  return new Set(rows.map((row) => nameOf(row.dlq_partition, BigInt(row.dlq_offset))));
}

interface Doors {
  readonly database: Database;
  readonly kafka: KafkaDoor;
  readonly topic: string;
}

async function sendAll({ database, kafka, topic }: Doors, waiting: Set<string>): Promise<RedriveSummary> {
  if (waiting.size === 0) return { redriven: 0, missing: 0, topics: {} };
  const ends = new Map((await kafka.offsets(topic)).map((end) => [end.partition, end]));
  const unread = new Set(
    [...ends.values()].filter(({ high, low }) => high > low).map((end) => end.partition),
  );
  const topics: Record<string, number> = {};
  const producer = await kafka.openProducer();
  const progress = startProgress('dead letters');
  const finished = Promise.withResolvers<void>();
  if (unread.size === 0) finished.resolve();
  const consumer = await kafka.consume({
    groupId: `tunewarden-redrive-${randomUUID()}`,
    topics: [topic],
    minBytes: 1,
    maxWaitMs: 200,
    onCrash: finished.reject,
    onRetry: (error, attempt) => void (attempt >= mostAttempts && finished.reject(error)),
    onBatch: async ({ partition, records }) => {
      for (const record of records) {
        const name = nameOf(partition, record.offset);
        if (!waiting.has(name)) continue;
        const sentTo = await sendOnce({ database, producer }, partition, record);
        if (sentTo !== undefined) topics[sentTo] = (topics[sentTo] ?? 0) + 1;
        waiting.delete(name);
        progress.advance(1);
      }
      if ((records.at(-1)?.offset ?? 0n) + 1n >= (ends.get(partition)?.high ?? 0n)) unread.delete(partition);
      if (unread.size === 0 || waiting.size === 0) finished.resolve();
    },
  });
  await finished.promise.finally(async () => {
    progress.end();
    await consumer.stop();
    await producer.close();
  });
  const redriven = Object.values(topics).reduce((sum, count) => sum + count, 0);
  return { redriven, missing: waiting.size, topics };
}

/**
 * The topic that a letter was sent to; undefined where another run had sent it, or none is named. The row stays locked while the broker
 * takes it, and is not marked where the broker does not.
 */
async function sendOnce(
  { database, producer }: { readonly database: Database; readonly producer: Producer },
  partition: number,
  record: KafkaRecord,
): Promise<string | undefined> {
  const topic = headerText(record, names.topic);
  if (topic === undefined) return undefined;
  return database.transaction(async (tx) => {
    const marked = await tx.execute(
      `UPDATE dead_letters SET redriven_at = clock_timestamp()
       WHERE dlq_partition = $1 AND dlq_offset = $2 AND redriven_at IS NULL`,
      [partition, record.offset],
    );
    if (marked === 0) return undefined;
    await producer.send(topic, [asLogged(record)]);
    return topic;
  });
}

function asLogged({ key, value, headers }: KafkaRecord): OutgoingRecord {
  const kept = Object.entries(headers).filter(([name]) => !errorHeaders.has(name));
  return { key, value, headers: Object.fromEntries(kept) };
}

function nameOf(partition: number, offset: bigint): string {
  return `${partition}/${offset}`;
}
