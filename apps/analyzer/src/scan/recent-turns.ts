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

/** A record's value is a window into the whole fetch, which would stay in memory with it. */
function withOwnBytes(scanned: Scanned): Scanned {
  const { record } = scanned;
  return { ...scanned, record: { ...record, value: record.value && Buffer.from(record.value) } };
}

function bytesOf(turns: readonly Scanned[]): number {
  return turns.reduce((sum, { record }) => sum + (record.value?.length ?? 0), 0);
}
