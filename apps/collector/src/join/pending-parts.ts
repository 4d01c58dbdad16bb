import { headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';

/** How long a span waits for its log events, which another exporter may send a little later. */
export const afterSpanMs = 5_000;
/** How long log events wait for their span, which ends with the model's answer. */
export const forSpanMs = 5 * 60_000;
/** What waits beyond this is closed before its time, the oldest first. */
const mostKeys = 20_000;
const mostBytes = 64 * 1024 * 1024;

/** Parts of one interaction that wait no longer. */
export interface ClosedParts {
  readonly parts: readonly KafkaRecord[];
  /** The record of the parts topic that closed them: the same one whenever the topic is read again. */
  readonly closedBy: bigint;
}

interface Waiting {
  readonly parts: readonly KafkaRecord[];
  readonly bytes: number;
  readonly firstOffset: bigint;
  readonly deadlineMs: number;
}

/**
 * The parts of one partition that wait for others. What closes is decided by the records and the broker's times alone,
 * never by this process's clock, so that whoever reads the partition again closes the same parts by the same record.
 * Never changed in place: `take` answers what it became.
 */
export class PendingParts {
  private constructor(
    private readonly waiting: ReadonlyMap<string, Waiting>,
    private readonly bytes: number,
  ) {}

  static readonly none = new PendingParts(new Map(), 0);

  /** Where reading must begin again for nothing to be missed; undefined where nothing waits. */
  get firstOffset(): bigint | undefined {
    let first: bigint | undefined;
    for (const { firstOffset } of this.waiting.values()) {
      if (first === undefined || firstOffset < first) first = firstOffset;
    }
    return first;
  }

  /** What these records close, in order, and what waits after them. */
  take(records: readonly KafkaRecord[]): {
    readonly closed: readonly ClosedParts[];
    readonly pending: PendingParts;
  } {
    const waiting = new Map(this.waiting);
    const closed: ClosedParts[] = [];
    let bytes = this.bytes;
    let soonestMs = soonestOf(waiting);
    for (const record of records) {
      if (record.timestampMs >= soonestMs || waiting.size > mostKeys || bytes > mostBytes) {
        for (const [key, one] of waiting) {
          const isTooMuch = waiting.size > mostKeys || bytes > mostBytes;
          if (!isTooMuch && record.timestampMs < one.deadlineMs) continue;
          waiting.delete(key);
          bytes -= one.bytes;
          closed.push({ parts: one.parts, closedBy: record.offset });
        }
        soonestMs = soonestOf(waiting);
      }
      const key = record.key?.toString('utf8');
      if (key === undefined || headerText(record, headerNames.part) === undefined) continue;
      const added = withPart(waiting.get(key), record);
      bytes += added.bytes - (waiting.get(key)?.bytes ?? 0);
      soonestMs = Math.min(soonestMs, added.deadlineMs);
      waiting.set(key, added);
    }
    return { closed, pending: new PendingParts(waiting, bytes) };
  }
}

function soonestOf(waiting: ReadonlyMap<string, Waiting>): number {
  let soonestMs = Infinity;
  for (const { deadlineMs } of waiting.values()) soonestMs = Math.min(soonestMs, deadlineMs);
  return soonestMs;
}

/** A part that a collector sent again after a kill is there already. */
function withPart(before: Waiting | undefined, record: KafkaRecord): Waiting {
  const isSpan = headerText(record, headerNames.part) === 'span';
  const deadlineMs = record.timestampMs + (isSpan ? afterSpanMs : forSpanMs);
  const size = record.value?.length ?? 0;
  if (before === undefined) return { parts: [record], bytes: size, firstOffset: record.offset, deadlineMs };
  if (before.parts.some((part) => sourceOf(part) === sourceOf(record))) return before;
  return {
    ...before,
    parts: [...before.parts, record],
    bytes: before.bytes + size,
    deadlineMs: Math.min(before.deadlineMs, deadlineMs),
  };
}

function sourceOf(part: KafkaRecord): string {
  const names = [
    headerNames.sourceTopic,
    headerNames.sourcePartition,
    headerNames.sourceOffset,
    headerNames.sourceIndex,
  ];
  return JSON.stringify(names.map((name) => headerText(part, name)));
}
