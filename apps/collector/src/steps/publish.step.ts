import { type Interaction, headerNames } from '#contracts';
import type { OutgoingRecord } from '#kafka';
import { type Step, proceed } from '#pipeline';
import { withSpan } from '#telemetry';
import type { Masked } from '../received.js';

/** Writes the record for `interactions.masked`; the consumer sends it, with the others of its batch and in order. */
export function publishStep(): Step<Masked, OutgoingRecord> {
  return ({ interaction, traceparent, topic, partition, record, takenUpAtMs }) => {
    const source = { topic, partition, offset: String(record.offset) };
    const span = {
      kind: 'consumer' as const,
      startedAtMs: takenUpAtMs,
      // An unusable one starts a new trace; none does too, whatever span is active.
      parent: traceparent ?? '',
      attributes: {
        'messaging.system': 'kafka',
        'messaging.destination.name': topic,
        'messaging.destination.partition.id': String(partition),
        'messaging.kafka.message.offset': source.offset,
      },
    };
    return withSpan('collect', span, ({ traceparent: next }) =>
      proceed({
        key: partitionKey(interaction),
        value: JSON.stringify(interaction),
        headers: {
          [headerNames.sourceTopic]: topic,
          [headerNames.sourcePartition]: String(partition),
          [headerNames.sourceOffset]: source.offset,
          [headerNames.sourceTimestamp]: String(record.timestampMs),
          [headerNames.collectedAt]: String(takenUpAtMs),
          [headerNames.traceparent]: next,
        },
      }),
    );
  };
}

/** One actor's interactions, or else one session's, stay in one partition and in order. */
function partitionKey(interaction: Interaction): string {
  return interaction.actor ?? interaction.session ?? interaction.id;
}
