import type { SourceCoordinates } from '#contracts';
import type { OpenSession } from '#drift';
import { textDigest } from '#features';
import { ActorMemory, type StoredActors } from './actor-memory.js';
import { DailySamples } from './daily-samples.js';
import { RecentTurns } from './recent-turns.js';
import { SeenMessages } from './seen-messages.js';

/** An id that was logged again within so much time is the same interaction. */
export const recentMs = 10 * 60_000;

/** A session that may still grow, and where it is stored. */
export interface MemorySession {
  readonly modelKey: number;
  /** Hexadecimal. */
  readonly digest: string;
  readonly session: OpenSession;
  /** How many of its next turns are kept, since one before them was flagged. */
  readonly following: number;
}

/** What Postgres holds of one partition when it is loaded. */
export interface StoredPartition {
  readonly nextOffset: bigint;
  readonly watermarkMs: number;
  readonly sources: readonly SourceCoordinates[];
  readonly recentIds: readonly (readonly [digest: string, seenAtMs: number])[];
  /** Oldest first. */
  readonly seenMessages: readonly (readonly [digest: string, seenAtMs: number])[];
  readonly sessions: readonly MemorySession[];
  readonly actors: StoredActors;
}

/**
 * What the analyzer knows of one partition while it reads it: a copy of what is committed, plus the batch in hand.
 * When a flush fails the whole memory is thrown away and loaded again, so it never runs ahead of Postgres.
 */
export class PartitionMemory {
  nextOffset: bigint;
  watermarkMs: number;
  readonly turns = new RecentTurns();
  readonly samples = new DailySamples();
  readonly actors: ActorMemory;
  readonly #sources: Map<string, SourceCoordinates>;
  readonly #recentIds: Map<string, number>;
  readonly #sessions: Map<string, MemorySession>;
  readonly #newSources = new Map<string, SourceCoordinates>();
  readonly #newIds = new Map<string, number>();
  readonly #seenMessages: SeenMessages;
  readonly #touched = new Set<string>();

  constructor(stored: StoredPartition) {
    this.nextOffset = stored.nextOffset;
    this.watermarkMs = stored.watermarkMs;
    this.actors = new ActorMemory(stored.actors);
    this.#sources = new Map(stored.sources.map((source) => [sourceKey(source), source]));
    this.#seenMessages = new SeenMessages(stored.seenMessages);
    this.#recentIds = new Map(stored.recentIds);
    this.#sessions = new Map(stored.sessions.map((one) => [sessionKey(one.modelKey, one.digest), one]));
  }

  /** True where the record of the source is not above the highest seen: every writer begins at a committed offset, in order. */
  hasSource(source: SourceCoordinates): boolean {
    const last = this.#sources.get(sourceKey(source));
    if (last === undefined) return false;
    const [seen, offset] = [BigInt(last.offset), BigInt(source.offset)];
    return offset < seen || (offset === seen && source.index <= last.index);
  }

  rememberSource(source: SourceCoordinates): void {
    this.#sources.set(sourceKey(source), source);
    this.#newSources.set(sourceKey(source), source);
  }

  /** False where the id was seen in the ten minutes before. */
  rememberId(id: string, atMs: number): boolean {
    const digest = textDigest(id);
    const seenAtMs = this.#recentIds.get(digest);
    if (seenAtMs !== undefined && atMs - seenAtMs < recentMs) return false;
    this.#recentIds.set(digest, atMs);
    this.#newIds.set(digest, atMs);
    return true;
  }

  hasMessage(digest: string): boolean {
    return this.#seenMessages.has(digest);
  }

  rememberMessage(digest: string, atMs: number): void {
    this.#seenMessages.remember(digest, atMs);
  }

  session(modelKey: number, digest: string): MemorySession | undefined {
    return this.#sessions.get(sessionKey(modelKey, digest));
  }

  sessions(): Iterable<MemorySession> {
    return this.#sessions.values();
  }

  putSession(one: MemorySession): void {
    const key = sessionKey(one.modelKey, one.digest);
    this.#sessions.set(key, one);
    this.#touched.add(key);
  }

  removeSession(modelKey: number, digest: string): void {
    const key = sessionKey(modelKey, digest);
    this.#sessions.delete(key);
    this.#touched.add(key);
  }

  /** What changed since the last commit. */
  changes() {
    const touched = [...this.#touched].map((key) => ({ key, kept: this.#sessions.get(key) }));
    return {
      sources: [...this.#newSources.values()],
      ids: [...this.#newIds],
      messages: this.#seenMessages.changes(),
      actors: this.actors.changes(),
      keptSessions: touched.flatMap(({ kept }) => kept ?? []),
      goneSessions: touched.filter(({ kept }) => kept === undefined).map(({ key }) => parseSessionKey(key)),
    };
  }

  /** To be called when `changes()` is in Postgres; forgets ids that are too old to matter. */
  committed(): void {
    this.#newSources.clear();
    this.#newIds.clear();
    this.#seenMessages.committed();
    this.actors.committed();
    this.#touched.clear();
    // Insertion order is time order, nearly: stop at the first one that is young.
    const oldest = Math.max(0, ...[...this.#recentIds.values()].slice(-1)) - recentMs;
    for (const [digest, seenAtMs] of this.#recentIds) {
      if (seenAtMs >= oldest) break;
      this.#recentIds.delete(digest);
    }
  }
}

function sourceKey({ topic, partition }: Pick<SourceCoordinates, 'topic' | 'partition'>): string {
  return `${partition}/${topic}`;
}

function sessionKey(modelKey: number, digest: string): string {
  return `${modelKey}/${digest}`;
}

function parseSessionKey(key: string): { readonly modelKey: number; readonly digest: string } {
  const [modelKey, digest = ''] = key.split('/');
  return { modelKey: Number(modelKey), digest };
}
