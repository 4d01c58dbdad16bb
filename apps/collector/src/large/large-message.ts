import type { NativeInteraction } from '#contracts';
import type { KafkaRecord } from '#kafka';
import type { Received } from '../received.js';

/** From this size on, a message is another thread's: masking it would hold every partition up for longer than 50 ms. */
export const largeMessageBytes = 512 * 1024;

/** A message on its way to the thread: bytes, since a Buffer does not stay one. */
export interface LargeMessage {
  readonly topic: string;
  readonly partition: number;
  readonly takenUpAtMs: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, Uint8Array | readonly Uint8Array[]>>;
}

/** What the thread gets: a message, or the row of a model that it asked for, or why there is none now. */
export type ToThread =
  | { readonly kind: 'message'; readonly message: LargeMessage }
  | { readonly kind: 'model'; readonly modelKey: number }
  | { readonly kind: 'no-model'; readonly code: string };

/** What the thread says: that it is ready, which model it asks for, what came of a message, or that nothing did yet. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'resolve'; readonly tenant: string; readonly model: NativeInteraction['model'] }
  | { readonly kind: 'done'; readonly deadLetterCode?: string; readonly records: number }
  | { readonly kind: 'retry'; readonly code: string };

/** A copy of a message that takes nothing else of its fetch along, and the memory to hand over with it. */
export function toThread({ topic, partition, takenUpAtMs, record }: Received): {
  readonly message: LargeMessage;
  readonly handOver: readonly ArrayBuffer[];
} {
  const value = new Uint8Array(record.value ?? []);
  const { offset, timestampMs, key, headers } = record;
  const message = { topic, partition, takenUpAtMs, offset, timestampMs, value };
  return {
    message: {
      ...message,
      key: key === null ? null : new Uint8Array(key),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, one]) => [
          name,
          Array.isArray(one) ? one.map((each) => new Uint8Array(each)) : new Uint8Array(one),
        ]),
      ),
    },
    handOver: [value.buffer],
  };
}

/** The message as the pipeline takes it. */
export function fromThread(message: LargeMessage): Received {
  const { topic, partition, takenUpAtMs, offset, timestampMs, key, value, headers } = message;
  const record: KafkaRecord = {
    offset,
    timestampMs,
    key: key === null ? null : bufferOf(key),
    value: bufferOf(value),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, one]) => [
        name,
        one instanceof Uint8Array ? bufferOf(one) : one.map(bufferOf),
      ]),
    ),
  };
  return { topic, partition, takenUpAtMs, record };
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
