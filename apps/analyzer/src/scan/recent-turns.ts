import type { KafkaRecord } from '#kafka';

/** A header as Kafka has it: one value, or several of one name. */
type HeaderValue = KafkaRecord['headers'][string];
import type { Scanned } from './scanned.js';

/** So many turns before a flagged one are kept with it. */
const turnsBefore = 3;
/** Of their records, in each of the two halves of one partition. */
const mostBytesOfHalf = 4 * 1024 * 1024;

type Turns = Map<string, readonly Scanned[]>;

/**
 * The last turns of the conversations of a partition, should the next one be flagged. Only in memory: everybody's text
 * is not to be written down for it. A process that takes a partition over knows the turns from there on.
 *
 * Conversations heard of lately are in the newer half; when that is full it becomes the older one, and the older one
 * is forgotten. One map in the order of hearing would walk over all that was deleted from it to find its oldest.
 */
export class RecentTurns {
  #newer: Turns = new Map();
  #older: Turns = new Map();
  #bytesOfNewer = 0;

  /** The turns before this one, the oldest first; each is given once. */
  take(conversation: string): readonly Scanned[] {
    const newer = this.#newer.get(conversation);
    const turns = newer ?? this.#older.get(conversation) ?? [];
    if (newer !== undefined) this.#bytesOfNewer -= bytesOf(newer);
    this.#newer.delete(conversation);
    this.#older.delete(conversation);
    return turns;
  }

  remember(conversation: string, scanned: Scanned): void {
    const turns = [...this.take(conversation).slice(1 - turnsBefore), withOwnBytes(scanned)];
    this.#newer.set(conversation, turns);
    this.#bytesOfNewer += bytesOf(turns);
    if (this.#bytesOfNewer <= mostBytesOfHalf) return;
    this.#older = this.#newer;
    this.#newer = new Map();
    this.#bytesOfNewer = 0;
  }
}

/** The bytes of a record are windows into the whole fetch, which would stay in memory with them. */
function withOwnBytes(scanned: Scanned): Scanned {
  const { key, value, headers } = scanned.record;
  const copied = Object.entries(headers).map(([name, bytes]) => [name, copyOf(bytes)] as const);
  const record: KafkaRecord = {
    ...scanned.record,
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    headers: Object.fromEntries(copied),
  };
  return { ...scanned, record };
}

function copyOf(bytes: HeaderValue): HeaderValue {
  return Array.isArray(bytes) ? bytes.map((one) => Buffer.from(one)) : Buffer.from(bytes);
}

/** Headers count: a sealed original is one. */
function bytesOf(turns: readonly Scanned[]): number {
  return turns
    .flatMap(({ record: { value, headers } }) => [value ?? Buffer.alloc(0), ...Object.values(headers).flat()])
    .reduce((sum, { length }) => sum + length, 0);
}
