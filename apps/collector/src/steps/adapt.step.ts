import { headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';
import { type Step, proceed } from '#pipeline';
import type { Adapted, Decoded } from '../received.js';

/** A payload to its records, each with its place in the message; those that were taken before are left out. */
export function adaptStep(): Step<Decoded, readonly Adapted[]> {
  return ({ format, payload, ...received }) => {
    const { topic, partition, record } = received;
    const wanted = onlyRecords(record);
    const records = format.adapt(payload, { receivedAtMs: record.timestampMs });
    return proceed(
      records.flatMap((adapted, index) => {
        if (wanted !== undefined && !wanted.has(index)) return [];
        return { ...received, source: { topic, partition, offset: String(record.offset), index }, adapted };
      }),
    );
  };
}

/** A dead letter of which other records were taken says which were not. */
function onlyRecords(record: KafkaRecord): ReadonlySet<number> | undefined {
  const list = headerText(record, headerNames.onlyRecords);
  return list === undefined ? undefined : new Set(list.split(',').map(Number));
}
