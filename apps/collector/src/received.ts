import type { Interaction, NativeInteraction, SourceCoordinates } from '#contracts';
import type { AdaptedRecord, Format } from '#formats';
import type { KafkaRecord, OutgoingRecord } from '#kafka';

/** A message as it came from a source topic: what the first step of the pipeline gets. */
export interface Received {
  readonly topic: string;
  readonly partition: number;
  readonly record: KafkaRecord;
  /** When the collector took it up, milliseconds since the epoch. */
  readonly takenUpAtMs: number;
}

/** After decoding: a payload that only its format knows how to read. */
export interface Decoded extends Received {
  readonly format: Format;
  readonly payload: unknown;
}

/** After adapting: one record of the message. An OTLP export has as many as spans or log events, most formats one. */
export interface Adapted<Of extends AdaptedRecord = AdaptedRecord> extends Received {
  readonly source: SourceCoordinates;
  readonly adapted: Of;
}

/** An interaction, or a part of one that is to be joined with others. */
export type Logged = Extract<AdaptedRecord, { readonly kind: 'interaction' | 'part' }>;

/** After checking its time against the broker's. */
export interface Timed extends Adapted<Logged> {
  readonly native: NativeInteraction;
  readonly occurredAtMs: number;
}

/** After resolving: its row in the model registry is known. */
export interface Resolved extends Timed {
  readonly modelKey: number;
}

/** After sealing: the original is kept for the vault where its tenant wants that. */
export interface Sealed extends Resolved {
  readonly sealed: Buffer | undefined;
}

/** After masking: nothing of the original text is left in `interaction`. */
export interface Masked extends Adapted<Logged> {
  readonly interaction: Interaction;
  readonly sealed: Buffer | undefined;
  /** W3C trace context that the producer sent, in a header or in the log itself. */
  readonly traceparent: string | undefined;
}

/** What the consumer is to send, and where. */
export interface Outgoing {
  readonly to: 'masked' | 'parts';
  readonly record: OutgoingRecord;
}
