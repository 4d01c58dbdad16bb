import type { Database, Sql } from '#database';
import type { SeenMessagesChanges } from './seen-messages.js';

interface Partition {
  readonly topic: string;
  readonly partition: number;
}

/** The messages that are remembered of a partition, oldest first. */
export async function loadSeenMessages(
  database: Database,
  { topic, partition }: Partition,
): Promise<readonly (readonly [digest: string, seenAtMs: number])[]> {
  const rows = await database.rows<{ digest: Buffer; seen_at: Date }>(
    `SELECT digest, seen_at FROM seen_messages WHERE topic = $1 AND partition = $2 ORDER BY seen_at`,
    [topic, partition],
  );
  return rows.map((row) => [row.digest.toString('hex'), row.seen_at.getTime()]);
}

/** Writes what has been seen since the last commit, and deletes what is forgotten. */
export async function saveSeenMessages(
  tx: Sql,
  { topic, partition }: Partition,
  { added, forgottenBeforeMs }: SeenMessagesChanges,
): Promise<void> {
  if (forgottenBeforeMs > 0) {
    await tx.rows(`DELETE FROM seen_messages WHERE topic = $1 AND partition = $2 AND seen_at < $3`, [
      topic,
      partition,
      new Date(forgottenBeforeMs),
    ]);
  }
  if (added.length === 0) return;
  await tx.rows(
    `INSERT INTO seen_messages (topic, partition, digest, seen_at)
     SELECT $1, $2, * FROM unnest($3::bytea[], $4::timestamptz[])
     ON CONFLICT (topic, partition, digest) DO UPDATE SET seen_at = excluded.seen_at`,
    [
      topic,
      partition,
      added.map(([digest]) => Buffer.from(digest, 'hex')),
      added.map(([, seenAtMs]) => new Date(seenAtMs)),
    ],
  );
}
