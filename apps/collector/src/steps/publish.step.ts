import { type Interaction, headerNames } from '#contracts';
import { type Step, proceed } from '#pipeline';
import { withSpan } from '#telemetry';
import { sourceHeaders } from '../source-headers.js';
import { sealedHeader } from '../vault.js';
import type { Masked, Outgoing } from '../received.js';

/**
 * Writes the record for `interactions.masked`, or a part's for `interactions.parts`; the consumer sends it, with the
 * others of its batch and in order.
 */
export function publishStep(): Step<Masked, Outgoing> {
  return (masked) => {
    const { interaction, traceparent, source, takenUpAtMs, adapted, sealed } = masked;
    const span = {
      kind: 'consumer' as const,
      startedAtMs: takenUpAtMs,
      // An unusable one starts a new trace; none does too, whatever span is active.
      parent: traceparent ?? '',
      attributes: {
        'messaging.system': 'kafka',
        'messaging.destination.name': source.topic,
        'messaging.destination.partition.id': String(source.partition),
        'messaging.kafka.message.offset': source.offset,
      },
    };
    return withSpan('collect', span, ({ traceparent: next }) => {
      const value = JSON.stringify(interaction);
      const headers = {
        ...sourceHeaders(masked),
        [headerNames.traceparent]: next,
        ...sealedHeader(sealed, value),
      };
      if (adapted.kind === 'interaction') {
        return proceed({ to: 'masked', record: { key: partitionKey(interaction), value, headers } });
      }
      const partHeaders = { ...headers, [headerNames.part]: adapted.part };
      return proceed({ to: 'parts', record: { key: adapted.of, value, headers: partHeaders } });
    });
  };
}

/** One actor's interactions, or else one session's, stay in one partition and in order. */
export function partitionKey(interaction: Interaction): string {
  return interaction.actor ?? interaction.session ?? interaction.id;
}
