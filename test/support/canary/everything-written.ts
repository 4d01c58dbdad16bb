import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TopicNames } from '#contracts';
import type { Database } from '#database';
import type { KafkaDoor, KafkaRecord } from '#kafka';
import type { Hit, ValueSearch } from './find-values.js';

/** Adds up searches. */
export class CanarySearch {
  /** Bytes by place. */
  readonly searched: Record<string, number> = {};
  readonly hits: Hit[] = [];

  constructor(private readonly search: ValueSearch) {}

  /** Searches one more stretch of what `place` holds. */
  add(place: string, content: Buffer | string): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.searched[place] = (this.searched[place] ?? 0) + bytes.length;
    this.hits.push(...this.search.find(place, bytes));
  }

  /** How much was searched of the places whose names begin so. */
  bytesOf(place: string): number {
    const sizes = Object.entries(this.searched).filter(([name]) => name.startsWith(place));
    return sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  }

  /** Every column of every row: bytes as they are, everything else as text. */
  async addTables(database: Database): Promise<void> {
    const tables = await database.rows<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      const rows = await database.rows<Record<string, unknown>>(`SELECT * FROM ${name}`);
      for (const row of rows)
        for (const column of Object.values(row)) this.add(`table ${name}`, bytesOf(column));
    }
  }

  /** The files of the server: pages of tables and indexes, write-ahead log, statistics. */
  async addDataDirectory(database: Database): Promise<void> {
    await database.rows('CHECKPOINT');
    const [row] = await database.rows<{ data_directory: string }>('SHOW data_directory');
    await this.addFiles('PostgreSQL', row?.data_directory ?? '');
  }

  /** Every file below a folder, by the folder's first level. */
  async addFiles(place: string, folder: string): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const part = path.slice(folder.length + 1).split('/')[0] ?? '';
      // A file may go while its folder is read: temporary ones and recycled log segments do.
      const content = await readFile(path).catch(() => undefined);
      if (content !== undefined) this.add(`${place} ${part}`, content);
    }
  }

  /**
   * Every topic but the sources. Of a dead letter its headers: its bytes and key are the producer's message, kept as it
   * came so that it can be driven again, and as much the customer's own as the source topic is.
   */
  async addTopics(kafka: KafkaDoor, topics: TopicNames): Promise<void> {
    const prefix = topics.masked.replace(/interactions\.masked$/, '');
    for (const topic of [topics.masked, topics.parts, topics.findings, topics.deadLetters]) {
      const name = topic.slice(prefix.length);
      for (const record of await recordsOf(kafka, topic)) {
        this.add(`topic ${name}`, JSON.stringify(textsOf(record.headers)));
        if (topic === topics.deadLetters) continue;
        if (record.key !== null) this.add(`topic ${name}`, record.key);
        if (record.value !== null) this.add(`topic ${name}`, record.value);
      }
    }
  }
}

function bytesOf(column: unknown): Buffer | string {
  if (Buffer.isBuffer(column) || typeof column === 'string') return column;
  return (
    JSON.stringify(column, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? ''
  );
}

function textsOf(headers: KafkaRecord['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** Everything that a topic holds now. */
export async function recordsOf(kafka: KafkaDoor, topic: string): Promise<KafkaRecord[]> {
  const left = new Map(
    (await kafka.offsets(topic))
      .filter(({ low, high }) => high > low)
      .map(({ partition, high }) => [partition, high]),
  );
  const records: KafkaRecord[] = [];
  if (left.size === 0) return records;
  const { promise: allRead, resolve } = Promise.withResolvers<void>();
  const consumer = await kafka.consume({
    groupId: `${topic}-canary-${Math.random().toString(36).slice(2)}`,
    topics: [topic],
    minBytes: 1,
    maxWaitMs: 50,
    onCrash: (error) => {
      throw error;
    },
    onBatch: (batch) => {
      records.push(...batch.records);
      const last = batch.records.at(-1);
      if (last !== undefined && last.offset + 1n >= (left.get(batch.partition) ?? 0n))
        left.delete(batch.partition);
      if (left.size === 0) resolve();
      return Promise.resolve();
    },
  });
  await allRead;
  await consumer.stop();
  return records;
}
