import { type SourceCoordinates, headerNames } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';
import type { Adapted } from './received.js';

/** The headers that lead back from whatever is published to its log event. */
export function sourceHeaders({ source, record, takenUpAtMs }: Adapted): Record<string, string> {
  return {
    [headerNames.sourceTopic]: source.topic,
    [headerNames.sourcePartition]: String(source.partition),
    [headerNames.sourceOffset]: source.offset,
    ...(source.index > 0 && { [headerNames.sourceIndex]: String(source.index) }),
    [headerNames.sourceTimestamp]: String(record.timestampMs),
    [headerNames.collectedAt]: String(takenUpAtMs),
  };
}

/** What `sourceHeaders` wrote: where a published record leads back to. */
export function sourceOf(record: Pick<KafkaRecord, 'headers'>): SourceCoordinates {
  return {
    topic: headerText(record, headerNames.sourceTopic) ?? '',
    partition: Number(headerText(record, headerNames.sourcePartition)),
    offset: headerText(record, headerNames.sourceOffset) ?? '',
    index: Number(headerText(record, headerNames.sourceIndex) ?? 0),
  };
}
