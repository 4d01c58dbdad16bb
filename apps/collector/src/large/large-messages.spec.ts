import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { Consumer } from '#kafka';
import { createLogger } from '#telemetry';
import { describe, expect, it } from '@jest/globals';
import type { Received } from '../received.js';
import { type FromThread, type ToThread, fromThread, largeMessageBytes, toThread } from './large-message.js';
import { LargeMessages } from './large-messages.js';

/** A thread that does what a test tells it. */
class ScriptedThread extends EventEmitter {
  readonly told: ToThread[] = [];

  postMessage(message: ToThread): void {
    this.told.push(message);
  }

  say(said: FromThread): void {
    this.emit('message', said);
  }
}

function received(partition: number, offset: bigint, headers = {}): Received {
  const value = Buffer.alloc(largeMessageBytes, 'x');
  const record = { offset, key: Buffer.from('k'), value, headers, timestampMs: 3 };
  return { topic: 'logs', partition, record, takenUpAtMs: 5 };
}

/** A lane whose pauses, resumptions and refusals are written down. */
function openLane(isStopped = () => false) {
  const thread = new ScriptedThread();
  const seen: string[] = [];
  const lane = new LargeMessages({
    logger: createLogger({ service: 'test', level: 'silent' }),
    maxBytes: 2 * largeMessageBytes,
    registry: { resolve: (tenant) => Promise.resolve(tenant === 'acme' ? 7 : 1) },
    isStopped,
    refuse: ({ record }, { code }) => Promise.resolve(void seen.push(`refuse ${record.offset} ${code}`)),
    openThread: () => thread as unknown as Worker,
  });
  lane.attach({
    pause: (_topic, partition) => seen.push(`pause ${partition}`),
    resume: (_topic, partition) => seen.push(`resume ${partition}`),
    stop: () => Promise.resolve(),
  } satisfies Consumer);
  return { lane, thread, seen };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function started(isStopped?: () => boolean) {
  const open = openLane(isStopped);
  await open.lane.take(received(0, 10n));
  open.thread.say({ kind: 'ready' });
  await settled();
  return open;
}

describe('the lane of large messages', () => {
  it('pauses the partition of a message until the thread is done, and then takes what is read again as taken', async () => {
    const { lane, thread, seen } = await started();
    expect(thread.told).toHaveLength(1);
    thread.say({ kind: 'done', records: 1 });
    await settled();
    expect(seen).toEqual(['pause 0', 'resume 0']);
    expect(await lane.take(received(0, 10n))).toEqual({ code: undefined });
  });

  it('has one message in hand: another partition waits for its turn', async () => {
    const { lane, thread, seen } = await started();
    expect(await lane.take(received(1, 4n))).toBeUndefined();
    expect(thread.told).toHaveLength(1);
    thread.say({ kind: 'done', records: 1 });
    await settled();
    expect(seen).toEqual(['pause 0', 'pause 1', 'resume 0', 'resume 1']);
    expect(await lane.take(received(1, 4n))).toBeUndefined();
    await settled();
    expect(thread.told).toHaveLength(2);
  });

  it('leaves one above the limit alone, which is refused by its size', () => {
    const { lane } = openLane();
    const ofBytes = (bytes: number): boolean => {
      const { record, ...rest } = received(0, 1n);
      return lane.isLarge({ ...rest, record: { ...record, value: Buffer.alloc(bytes) } });
    };
    expect([largeMessageBytes - 1, largeMessageBytes, 2 * largeMessageBytes + 1].map(ofBytes)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('says what the code of a dead letter is', async () => {
    const { lane, thread } = await started();
    thread.say({ kind: 'done', records: 0, deadLetterCode: 'too-large' });
    await settled();
    expect(await lane.take(received(0, 10n))).toEqual({ code: 'too-large' });
  });

  it('makes a dead letter of a message that ends the thread, and opens another for the next', async () => {
    const { lane, thread, seen } = await started();
    thread.emit('error', new Error('heap'));
    thread.emit('exit', 1);
    await settled();
    expect(await lane.take(received(0, 10n))).toEqual({ code: 'internal-error' });
    expect(seen).toEqual(['pause 0', 'resume 0', 'refuse 10 internal-error']);
    await lane.take(received(0, 11n));
    thread.say({ kind: 'ready' });
    await settled();
    expect(thread.told).toHaveLength(2);
  });

  it('asks the registry for the thread', async () => {
    const { thread } = await started();
    thread.say({ kind: 'resolve', tenant: 'acme', model: { id: 'm', version: '1', kind: 'tuned' } });
    await settled();
    expect(thread.told[1]).toEqual({ kind: 'model', modelKey: 7 });
  });

  it('forgets what was taken of a partition that another process has read on meanwhile', async () => {
    const { lane, thread } = await started();
    thread.say({ kind: 'done', records: 1 });
    await settled();
    expect(await lane.take(received(0, 12n))).toBeUndefined();
  });

  it('does not resume a topic that was stopped', async () => {
    const { thread, seen } = await started(() => true);
    thread.say({ kind: 'done', records: 1 });
    await settled();
    expect(seen).toEqual(['pause 0']);
  });
});

describe('toThread and fromThread', () => {
  it('give the same message on the other side', () => {
    const headers = { one: Buffer.from('a'), two: [Buffer.from('b'), Buffer.from('c')] };
    const { record, ...rest } = received(2, 9n, headers);
    const original = { ...rest, record: { ...record, value: Buffer.from('short') } };
    const { message } = toThread(original);
    expect(fromThread(structuredClone(message))).toEqual(original);
  });
});
