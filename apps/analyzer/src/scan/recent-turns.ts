import type { KafkaRecord } from '#kafka';

/** A header as Kafka has it: one value, or several of one name. */
type HeaderValue = KafkaRecord['headers'][string];
import type { Scanned } from './scanned.js';

/** So many turns before a flagged one are kept with it. */
const turnsBefore = 3;
/** Of their records, in one partition. */
const mostBytes = 8 * 1024 * 1024;

/**
 * The last turns of the conversations of a partition, should the next one be flagged. Only in memory: everybody's text
 * is not to be written down for it. A process that takes a partition over knows the turns from there on.
 */
export class RecentTurns {
  /** The conversation that was heard last comes last. */
  readonly #byConversation = new Map<string, readonly Scanned[]>();
  #bytes = 0;

  /** The turns before this one, the oldest first; each is given once. */
  take(conversation: string): readonly Scanned[] {
    const turns = this.#byConversation.get(conversation) ?? [];
    this.#forget(conversation, turns);
    return turns;
  }

  remember(conversation: string, scanned: Scanned): void {
    const before = this.#byConversation.get(conversation) ?? [];
    this.#forget(conversation, before);
    const turns = [...before.slice(1 - turnsBefore), withOwnBytes(scanned)];
    this.#byConversation.set(conversation, turns);
    this.#bytes += bytesOf(turns);
    for (const [oldest, forgotten] of this.#byConversation) {
      if (this.#bytes <= mostBytes) return;
      this.#forget(oldest, forgotten);
    }
  }

  #forget(conversation: string, turns: readonly Scanned[]): void {
    if (this.#byConversation.delete(conversation)) this.#bytes -= bytesOf(turns);
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
