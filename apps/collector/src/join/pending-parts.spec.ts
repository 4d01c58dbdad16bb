import { headerNames } from '#contracts';
import type { KafkaRecord } from '#kafka';
import { describe, expect, it } from '@jest/globals';
import { type ClosedParts, PendingParts, afterSpanMs, forSpanMs } from './pending-parts.js';

interface Part {
  readonly offset: number;
  readonly key: string;
  readonly kind: 'span' | 'event';
  readonly atMs: number;
  readonly source?: number;
}

function part({ offset, key, kind, atMs, source = offset }: Part): KafkaRecord {
  return {
    offset: BigInt(offset),
    key: Buffer.from(key),
    value: Buffer.from('{}'),
    headers: {
      [headerNames.part]: Buffer.from(kind),
      [headerNames.sourceOffset]: Buffer.from(String(source)),
    },
    timestampMs: atMs,
  };
}

function tick(offset: number, timestampMs: number): KafkaRecord {
  return { offset: BigInt(offset), key: null, value: null, headers: {}, timestampMs };
}

const shape = (closed: readonly ClosedParts[]) =>
  closed.map(({ parts, closedBy }) => [parts.map(({ offset }) => Number(offset)), Number(closedBy)]);

describe('parts that wait for others', () => {
  it('close five seconds after their span, by the next record of whatever kind', () => {
    const records = [
      part({ offset: 0, key: 'a', kind: 'event', atMs: 0 }),
      part({ offset: 1, key: 'a', kind: 'span', atMs: 1_000 }),
      part({ offset: 2, key: 'a', kind: 'event', atMs: 1_500 }),
      tick(3, 1_000 + afterSpanMs - 1),
      tick(4, 1_000 + afterSpanMs),
    ];
    const { closed, pending } = PendingParts.none.take(records);
    expect(shape(closed)).toEqual([[[0, 1, 2], 4]]);
    expect(pending.firstOffset).toBeUndefined();
  });

  it('wait five minutes where no span comes', () => {
    const { closed } = PendingParts.none.take([
      part({ offset: 0, key: 'a', kind: 'event', atMs: 0 }),
      tick(1, forSpanMs - 1),
      tick(2, forSpanMs),
    ]);
    expect(shape(closed)).toEqual([[[0], 2]]);
  });

  it('count once though a collector sent them twice', () => {
    const { closed } = PendingParts.none.take([
      part({ offset: 0, key: 'a', kind: 'span', atMs: 0, source: 70 }),
      part({ offset: 1, key: 'a', kind: 'event', atMs: 0, source: 71 }),
      part({ offset: 2, key: 'a', kind: 'event', atMs: 0, source: 71 }),
      tick(3, afterSpanMs),
    ]);
    expect(shape(closed)).toEqual([[[0, 1], 3]]);
  });

  it('close the same way by the same records however often and from where they are read', () => {
    const records = Array.from({ length: 400 }, (_, n) =>
      part({ offset: n, key: `key-${(n * 7) % 90}`, kind: n % 3 === 0 ? 'span' : 'event', atMs: n * 150 }),
    );
    const whole = PendingParts.none.take(records).closed;
    for (let cut = 0; cut < records.length; cut += 13) {
      const before = PendingParts.none.take(records.slice(0, cut));
      // What a restart does: read again from the committed offset, with nothing in memory.
      const from = Number(before.pending.firstOffset ?? BigInt(cut));
      const again = PendingParts.none.take(records.slice(from)).closed;
      const missed = whole.filter((one) => !sameIn(before.closed, one) && !sameIn(again, one));
      expect(shape(missed)).toEqual([]);
    }
  });

  it('let go of the oldest before they fill the memory', () => {
    const records = Array.from({ length: 20_100 }, (_, n) =>
      part({ offset: n, key: `key-${n}`, kind: 'event', atMs: 0 }),
    );
    const { closed } = PendingParts.none.take(records);
    expect(shape(closed.slice(0, 1))).toEqual([[[0], 20_001]]);
    expect(closed).toHaveLength(99);
  });
});

function sameIn(all: readonly ClosedParts[], one: ClosedParts): boolean {
  return all.some((other) => JSON.stringify(shape([other])) === JSON.stringify(shape([one])));
}
