import type { ActorState, Peers } from '#correlation';
import type { Database, Sql } from '#database';
import type { ActorMemory, StoredActors } from './actor-memory.js';

interface Partition {
  readonly topic: string;
  readonly partition: number;
}

/** What is remembered of a partition's actors, brought to `atMs`. */
export async function loadActors(
  database: Database,
  { topic, partition }: Partition,
  atMs: number,
): Promise<StoredActors> {
  const actors = await database.rows<{ actor_digest: Buffer; last_offset: string; state: ActorState }>(
    `SELECT actor_digest, last_offset, state FROM actor_states WHERE topic = $1 AND partition = $2 ORDER BY last_offset`,
    [topic, partition],
  );
  const peers = await database.rows<{ model_key: number; peers: Peers }>(
    `SELECT model_key, peers FROM model_peers WHERE topic = $1 AND partition = $2`,
    [topic, partition],
  );
  return {
    atMs,
    actors: actors.map((row) => ({
      digest: row.actor_digest.toString('hex'),
      lastOffset: BigInt(row.last_offset),
      state: row.state,
    })),
    peers: peers.map((row) => [row.model_key, row.peers] as const),
  };
}

type Changes = ReturnType<ActorMemory['changes']>;

/** Writes what changed of the actors and of what is usual among them. */
export async function saveActors(tx: Sql, at: Partition, { kept, gone, peers }: Changes): Promise<void> {
  if (kept.length > 0) await saveStates(tx, at, kept);
  if (gone.length > 0) {
    await tx.rows(
      `DELETE FROM actor_states WHERE topic = $1 AND partition = $2 AND actor_digest = ANY($3::bytea[])`,
      [at.topic, at.partition, gone.map((digest) => Buffer.from(digest, 'hex'))],
    );
  }
  if (peers.length > 0) await savePeers(tx, at, peers);
}

async function saveStates(tx: Sql, { topic, partition }: Partition, kept: Changes['kept']): Promise<void> {
  await tx.rows(
    `INSERT INTO actor_states (topic, partition, actor_digest, last_offset, state)
     SELECT $1, $2, * FROM unnest($3::bytea[], $4::bigint[], $5::jsonb[])
     ON CONFLICT (topic, partition, actor_digest)
     DO UPDATE SET last_offset = excluded.last_offset, state = excluded.state`,
    [
      topic,
      partition,
      kept.map(({ digest }) => Buffer.from(digest, 'hex')),
      kept.map(({ lastOffset }) => lastOffset),
      kept.map(({ state }) => JSON.stringify(state)),
    ],
  );
}

async function savePeers(tx: Sql, { topic, partition }: Partition, peers: Changes['peers']): Promise<void> {
  await tx.rows(
    `INSERT INTO model_peers (topic, partition, model_key, peers)
     SELECT $1, $2, * FROM unnest($3::int[], $4::jsonb[])
     ON CONFLICT (topic, partition, model_key) DO UPDATE SET peers = excluded.peers`,
    [topic, partition, peers.map(([modelKey]) => modelKey), peers.map(([, usual]) => JSON.stringify(usual))],
  );
}
