import type { OutgoingRecord, Producer } from '#kafka';

/** Kafka takes a batch of 21 MB at most: a record that is larger than this goes alone. */
const bytesOfABatch = 4 * 1024 * 1024;

/** Sends records in order, few enough at a time for Kafka to take them. Resolves when the broker has them all. */
export async function sendInBatches(
  producer: Producer | undefined,
  topic: string,
  records: readonly OutgoingRecord[],
): Promise<void> {
  for (const batch of batchesOf(records)) await producer?.send(topic, batch);
}

function batchesOf(records: readonly OutgoingRecord[]): readonly OutgoingRecord[][] {
  const batches: OutgoingRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const size = sizeOf(record);
    const last = batches.at(-1);
    if (last === undefined || size > room) {
      batches.push([record]);
      room = bytesOfABatch - size;
    } else {
      last.push(record);
      room -= size;
    }
  }
  return batches;
}

function sizeOf({ value, headers = {} }: OutgoingRecord): number {
  const ofHeaders = Object.values(headers).flat();
  return [value ?? '', ...ofHeaders].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}
