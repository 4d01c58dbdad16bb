import { type SourceCoordinates, headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';
import { type Step, drop, proceed } from '#pipeline';
import type { Located, MaskedRecord } from '../scanned.js';

/** Where a masked record comes from. Only a collector writes them; what nobody of ours wrote is left out. */
export function locateStep(): Step<MaskedRecord, Located> {
  return (masked) => {
    const { record } = masked;
    const source = coordinatesOf(
      headerText(record, headerNames.sourceTopic),
      headerText(record, headerNames.sourcePartition),
      headerText(record, headerNames.sourceOffset),
      headerText(record, headerNames.sourceIndex) ?? '0',
    );
    if (source === undefined) return drop('unreadable');
    const stated = headerText(record, headerNames.writtenFor);
    const [topic, partition, offset, index] = stated?.split('/') ?? [];
    const writtenFor = stated === undefined ? source : coordinatesOf(topic, partition, offset, index);
    if (writtenFor === undefined) return drop('unreadable');
    return proceed({
      ...masked,
      source,
      writtenFor,
      collectedAtMs: collectedAt(record),
      traceparent: headerText(record, headerNames.traceparent),
    });
  };
}

function coordinatesOf(
  topic: string | undefined,
  partition: string | undefined,
  offset: string | undefined,
  index: string | undefined,
): SourceCoordinates | undefined {
  const isNumber = (text: string | undefined): text is string =>
    text !== undefined && /^\d{1,19}$/.test(text);
  if (topic === undefined || !isNumber(partition) || !isNumber(offset) || !isNumber(index)) return undefined;
  return { topic, partition: Number(partition), offset, index: Number(index) };
}

function collectedAt(record: KafkaRecord): number {
  const stated = Number(headerText(record, headerNames.collectedAt));
  return Number.isFinite(stated) ? stated : record.timestampMs;
}
