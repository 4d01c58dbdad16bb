import { type Interaction, headerNames, interactionSchema } from '#contracts';
import { joinParts } from '#formats';
import { type KafkaRecord, type OutgoingRecord, headerText } from '#kafka';
import { partitionKey } from '../steps/publish.step.js';

/** What closed parts are: an interaction's record, nothing (a span without a text), or log events without a span. */
export type Joined =
  | { readonly kind: 'interaction'; readonly record: OutgoingRecord }
  | { readonly kind: 'no-text' }
  | { readonly kind: 'no-span' };

/** The record for `interactions.masked` that parts add up to; its source is the span's log event. */
export function joinRecords(parts: readonly KafkaRecord[], writtenFor: string): Joined {
  const read = parts.flatMap((record) => {
    const interaction = interactionOf(record);
    const part: 'span' | 'event' = headerText(record, headerNames.part) === 'span' ? 'span' : 'event';
    return interaction === undefined ? [] : [{ part, interaction, record }];
  });
  const span = read.find(({ part }) => part === 'span');
  if (span === undefined) return { kind: 'no-span' };
  const interaction = joinParts(read);
  if (interaction === undefined) return { kind: 'no-text' };
  const { [headerNames.part]: _, ...headers } = span.record.headers;
  return {
    kind: 'interaction',
    record: {
      key: partitionKey(interaction),
      value: JSON.stringify(interaction),
      headers: { ...headers, [headerNames.writtenFor]: writtenFor },
    },
  };
}

function interactionOf({ value }: KafkaRecord): Interaction | undefined {
  try {
    return interactionSchema.parse(JSON.parse(value?.toString('utf8') ?? ''));
  } catch {
    return undefined;
  }
}
