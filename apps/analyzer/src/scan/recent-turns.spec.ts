import { describe, expect, it } from '@jest/globals';
import { RecentTurns } from './recent-turns.js';
import type { Scanned } from './scanned.js';

/** The turn of a record that is a window into a larger fetch, as Kafka's records are. */
function turn(id: string, valueBytes = 1, headerBytes = 1): Scanned {
  const fetched = Buffer.alloc(1 + valueBytes + headerBytes);
  return {
    interaction: { id },
    record: {
      offset: 0n,
      key: fetched.subarray(0, 1),
      value: fetched.subarray(1, 1 + valueBytes),
      headers: { one: fetched.subarray(1 + valueBytes), many: [fetched.subarray(0, 1)] },
      timestampMs: 0,
    },
  } as unknown as Scanned;
}

const idsOf = (turns: readonly Scanned[]): string[] => turns.map(({ interaction }) => interaction.id);

describe('the turns before a flagged one', () => {
  it('are the last three of its conversation, given once', () => {
    const turns = new RecentTurns();
    for (const id of ['1', '2', '3', '4']) turns.remember('a', turn(id));
    turns.remember('b', turn('5'));
    expect(idsOf(turns.take('a'))).toEqual(['2', '3', '4']);
    expect(idsOf(turns.take('a'))).toEqual([]);
    expect(idsOf(turns.take('b'))).toEqual(['5']);
  });

  it.each([
    ['texts', 1_000_000, 1],
    ['sealed originals in headers', 1, 1_000_000],
  ])('are those of the conversations that were heard last, where %s are large', (_what, value, header) => {
    const turns = new RecentTurns();
    for (let n = 0; n < 20; n += 1) turns.remember(`conversation ${n}`, turn(String(n), value, header));
    expect(idsOf(turns.take('conversation 0'))).toEqual([]);
    expect(idsOf(turns.take('conversation 19'))).toEqual(['19']);
  });

  it('are still known when others have filled half of the memory since, and are given once', () => {
    const turns = new RecentTurns();
    turns.remember('a', turn('1'));
    for (let n = 0; n < 5; n += 1) turns.remember(`conversation ${n}`, turn(String(n), 1_000_000));
    expect(idsOf(turns.take('a'))).toEqual(['1']);
    expect(idsOf(turns.take('a'))).toEqual([]);
  });

  it('do not hold the fetch in memory that they came with', () => {
    const turns = new RecentTurns();
    const fetched = turn('1');
    const shared = fetched.record.value!.buffer;
    turns.remember('a', fetched);
    const { key, value, headers } = turns.take('a')[0]!.record;
    for (const bytes of [key!, value!, ...Object.values(headers).flat()]) {
      expect(bytes.buffer).not.toBe(shared);
    }
  });
});
