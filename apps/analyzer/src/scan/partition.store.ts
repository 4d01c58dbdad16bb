import type { Database, Sql } from '#database';
import type { OpenSession } from '#drift';
import { loadActors, saveActors } from './actor.store.js';
import { type StoredPartition, type PartitionMemory, recentMs } from './partition-memory.js';
import { loadSeenMessages, saveSeenMessages } from './seen-messages.store.js';

/** Where a batch stands: the partition, the offset that was read first, and the one to read next. */
export interface FlushTarget {
  readonly topic: string;
  readonly partition: number;
  readonly expectedOffset: bigint;
  readonly nextOffset: bigint;
}

type Partition = Pick<FlushTarget, 'topic' | 'partition'>;

/** What is committed of a partition; one that is new begins at offset 0. */
export async function loadPartition(database: Database, at: Partition): Promise<StoredPartition> {
  const key = [at.topic, at.partition];
  await database.rows(
    `INSERT INTO partition_positions (topic, partition, next_offset, watermark_at)
     VALUES ($1, $2, 0, to_timestamp(0)) ON CONFLICT DO NOTHING`,
    key,
  );
  const [position] = await database.rows<{ next_offset: string; watermark_at: Date; actors_at: Date }>(
    `SELECT next_offset, watermark_at, actors_at FROM partition_positions WHERE topic = $1 AND partition = $2`,
    key,
  );
  const ids = await database.rows<{ digest: Buffer; seen_at: Date }>(
    `SELECT digest, seen_at FROM recent_interactions WHERE topic = $1 AND partition = $2 ORDER BY seen_at`,
    key,
  );
  const sessions = await database.rows<SessionRow>(
    `SELECT model_key, session_digest, state, following FROM open_sessions WHERE topic = $1 AND partition = $2`,
    key,
  );
  return {
    nextOffset: BigInt(position?.next_offset ?? 0),
    watermarkMs: position?.watermark_at.getTime() ?? 0,
    sources: await loadSources(database, key),
    seenMessages: await loadSeenMessages(database, at),
    actors: await loadActors(database, at, position?.actors_at.getTime() ?? 0),
    recentIds: ids.map((row) => [row.digest.toString('hex'), row.seen_at.getTime()]),
    sessions: sessions.map((row) => ({
      modelKey: row.model_key,
      digest: row.session_digest.toString('hex'),
      session: row.state,
      following: row.following,
    })),
  };
}

interface SessionRow {
  readonly model_key: number;
  readonly session_digest: Buffer;
  readonly state: OpenSession;
  readonly following: number;
}

async function loadSources(
  database: Database,
  key: readonly (string | number)[],
): Promise<StoredPartition['sources']> {
  const rows = await database.rows<{
    source_topic: string;
    source_partition: number;
    last_offset: string;
    last_index: number;
  }>(
    `SELECT source_topic, source_partition, last_offset, last_index FROM source_positions
     WHERE topic = $1 AND partition = $2`,
    key,
  );
  return rows.map((row) => ({
    topic: row.source_topic,
    partition: row.source_partition,
    offset: row.last_offset,
    index: row.last_index,
  }));
}

/** True where the position was where this process believes it to be, and has been moved. */
export async function movePosition(tx: Sql, target: FlushTarget, memory: PartitionMemory): Promise<boolean> {
  const { watermarkMs, actors } = memory;
  const moved = await tx.execute(
    `UPDATE partition_positions SET next_offset = $4, watermark_at = $5, actors_at = $6, updated_at = now()
     WHERE topic = $1 AND partition = $2 AND next_offset = $3`,
    [
      target.topic,
      target.partition,
      target.expectedOffset,
      target.nextOffset,
      new Date(watermarkMs),
      new Date(actors.atMs),
    ],
  );
  return moved === 1;
}

/** Writes what the memory has learnt since its last commit. */
export async function saveMemory(tx: Sql, at: Partition, memory: PartitionMemory): Promise<void> {
  const { sources, ids, messages, actors, keptSessions, goneSessions } = memory.changes();
  await saveSources(tx, at, sources);
  await saveIds(tx, at, ids);
  await saveSeenMessages(tx, at, messages);
  await saveActors(tx, at, actors);
  await saveSessions(tx, at, keptSessions);
  await deleteSessions(tx, at, goneSessions);
}

type Changes = ReturnType<PartitionMemory['changes']>;

async function saveSources(tx: Sql, at: Partition, sources: Changes['sources']): Promise<void> {
  if (sources.length === 0) return;
  await tx.rows(
    `INSERT INTO source_positions (topic, partition, source_topic, source_partition, last_offset, last_index)
     SELECT $1, $2, * FROM unnest($3::text[], $4::int[], $5::bigint[], $6::int[])
     ON CONFLICT (topic, partition, source_topic, source_partition)
     DO UPDATE SET last_offset = excluded.last_offset, last_index = excluded.last_index`,
    [
      at.topic,
      at.partition,
      sources.map((source) => source.topic),
      sources.map((source) => source.partition),
      sources.map((source) => source.offset),
      sources.map((source) => source.index),
    ],
  );
}

async function saveIds(tx: Sql, at: Partition, ids: Changes['ids']): Promise<void> {
  if (ids.length === 0) return;
  const newestMs = Math.max(...ids.map(([, seenAtMs]) => seenAtMs));
  await tx.rows(`DELETE FROM recent_interactions WHERE topic = $1 AND partition = $2 AND seen_at < $3`, [
    at.topic,
    at.partition,
    new Date(newestMs - recentMs),
  ]);
  await tx.rows(
    `INSERT INTO recent_interactions (topic, partition, digest, seen_at)
     SELECT $1, $2, * FROM unnest($3::bytea[], $4::timestamptz[])
     ON CONFLICT (topic, partition, digest) DO UPDATE SET seen_at = excluded.seen_at`,
    [
      at.topic,
      at.partition,
      ids.map(([digest]) => Buffer.from(digest, 'hex')),
      ids.map(([, seenAtMs]) => new Date(seenAtMs)),
    ],
  );
}

async function saveSessions(tx: Sql, at: Partition, sessions: Changes['keptSessions']): Promise<void> {
  if (sessions.length === 0) return;
  await tx.rows(
    `INSERT INTO open_sessions (topic, partition, model_key, session_digest, last_at, state, following)
     SELECT $1, $2, * FROM unnest($3::int[], $4::bytea[], $5::timestamptz[], $6::jsonb[], $7::smallint[])
     ON CONFLICT (topic, partition, model_key, session_digest)
     DO UPDATE SET last_at = excluded.last_at, state = excluded.state, following = excluded.following`,
    [
      at.topic,
      at.partition,
      sessions.map(({ modelKey }) => modelKey),
      sessions.map(({ digest }) => Buffer.from(digest, 'hex')),
      sessions.map(({ session }) => new Date(session.lastAtMs)),
      sessions.map(({ session }) => JSON.stringify(session)),
      sessions.map(({ following }) => following),
    ],
  );
}

async function deleteSessions(tx: Sql, at: Partition, sessions: Changes['goneSessions']): Promise<void> {
  if (sessions.length === 0) return;
  await tx.rows(
    `DELETE FROM open_sessions USING unnest($3::int[], $4::bytea[]) AS gone (model_key, digest)
     WHERE topic = $1 AND partition = $2
       AND open_sessions.model_key = gone.model_key AND session_digest = gone.digest`,
    [
      at.topic,
      at.partition,
      sessions.map(({ modelKey }) => modelKey),
      sessions.map(({ digest }) => Buffer.from(digest, 'hex')),
    ],
  );
}
