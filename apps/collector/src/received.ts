import type { Interaction, NativeInteraction } from '#contracts';
import type { KafkaRecord } from '#kafka';

/** A message as it came from a source topic: what the first step of the pipeline gets. */
export interface Received {
  readonly topic: string;
  readonly partition: number;
  readonly record: KafkaRecord;
  /** When the collector took it up, milliseconds since the epoch. */
  readonly takenUpAtMs: number;
}

/** After decoding: a JSON value of unknown shape. */
export interface Decoded extends Received {
  readonly json: unknown;
}

/** After validation: an interaction in the native format, its time checked against the broker's. */
export interface Validated extends Received {
  readonly native: NativeInteraction;
  readonly occurredAtMs: number;
}

/** After resolving: its row in the model registry is known. */
export interface Resolved extends Validated {
  readonly modelKey: number;
}

/** After masking: nothing of the original text is left in `interaction`. */
export interface Masked extends Received {
  readonly interaction: Interaction;
  /** W3C trace context that the producer sent, in a header or in the log itself. */
  readonly traceparent: string | undefined;
}
