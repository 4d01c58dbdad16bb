import { type Interaction, headerNames, interactionSchema } from '#contracts';
import { joinParts } from '#formats';
import { type KafkaRecord, type OutgoingRecord, headerBytes, headerText } from '#kafka';
import { sourceOf } from '../source-headers.js';
import { partitionKey } from '../steps/publish.step.js';
import { type Vault, sealedHeader } from '../vault.js';

/** What closed parts are: an interaction's record, nothing (a span without a text), or log events without a span. */
export type Joined =
  | { readonly kind: 'interaction'; readonly record: OutgoingRecord }
  | { readonly kind: 'no-text' }
  | { readonly kind: 'no-span' };

interface Part {
  readonly part: 'span' | 'event';
  readonly interaction: Interaction;
  readonly record: KafkaRecord;
}

/** The record for `interactions.masked` that parts add up to; its source is the span's log event. */
export function joinRecords(parts: readonly KafkaRecord[], writtenFor: string, vault: Vault): Joined {
  const read = parts.flatMap(partOf);
  const span = read.find(({ part }) => part === 'span');
  if (span === undefined) return { kind: 'no-span' };
  const interaction = joinParts(read);
  if (interaction === undefined) return { kind: 'no-text' };
  const { [headerNames.part]: _, [headerNames.sealed]: __, ...headers } = span.record.headers;
  const value = JSON.stringify(interaction);
  const ordered = [span, ...read.filter(({ part }) => part === 'event')];
  const whole = { tenant: interaction.tenant, source: sourceOf(span.record) };
  const sealed = sealedHeader(vault.join(ordered.map(sealedOf), whole), value);
  return {
    kind: 'interaction',
    record: {
      key: partitionKey(interaction),
      value,
      headers: { ...headers, ...sealed, [headerNames.writtenFor]: writtenFor },
    },
  };
}

function partOf(record: KafkaRecord): readonly Part[] {
  const interaction = interactionOf(record);
  const part = headerText(record, headerNames.part) === 'span' ? 'span' : 'event';
  return interaction === undefined ? [] : [{ part, interaction, record }];
}

function sealedOf({ interaction: { tenant }, record }: Part) {
  return { sealed: headerBytes(record, headerNames.sealed), tenant, source: sourceOf(record) };
}

function interactionOf({ value }: KafkaRecord): Interaction | undefined {
  try {
    return interactionSchema.parse(JSON.parse(value?.toString('utf8') ?? ''));
  } catch {
    return undefined;
  }
}
