import type { Database } from '#database';
import { PartitionMemory } from './partition-memory.js';
import { loadPartition } from './partition.store.js';

/** A partition's name in maps and labels. */
export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

/** The memories of the partitions that this process reads; work on one partition runs one after another. */
export class PartitionOwner {
  readonly #memories = new Map<string, PartitionMemory>();
  readonly #queues = new Map<string, Promise<unknown>>();
  #owned: readonly PartitionName[] = [];

  constructor(private readonly database: Database) {}

  /** What this process reads by the group's last decision. */
  get owned(): readonly PartitionName[] {
    return this.#owned;
  }

  /** Another's partitions are forgotten: who comes back to them loads them again. */
  assign(owned: readonly PartitionName[]): void {
    this.#owned = owned;
    const kept = new Set(owned.map(nameOf));
    for (const name of this.#memories.keys()) if (!kept.has(name)) this.#memories.delete(name);
  }

  /** Runs `work` with the partition's memory. When it throws, the memory is thrown away: Postgres knows better. */
  work<T>(at: PartitionName, work: (memory: PartitionMemory) => Promise<T>): Promise<T> {
    const name = nameOf(at);
    const before = this.#queues.get(name) ?? Promise.resolve();
    const now = before.catch(() => undefined).then(() => this.#run(at, work));
    this.#queues.set(name, now);
    return now;
  }

  async #run<T>(at: PartitionName, work: (memory: PartitionMemory) => Promise<T>): Promise<T> {
    const name = nameOf(at);
    const memory = this.#memories.get(name) ?? new PartitionMemory(await loadPartition(this.database, at));
    this.#memories.set(name, memory);
    try {
      return await work(memory);
    } catch (error) {
      this.#memories.delete(name);
      throw error;
    }
  }
}

function nameOf({ topic, partition }: PartitionName): string {
  return `${topic}/${partition}`;
}
