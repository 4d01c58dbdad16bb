import type { FeatureValues, Interaction, Signal, SourceCoordinates } from '#contracts';
import type { KafkaRecord } from '#kafka';

/** A record of `interactions.masked`: what the first step of the pipeline gets. */
export interface MaskedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly record: KafkaRecord;
}

/** After parsing: the interaction, and the log event it came from. */
export interface Parsed extends MaskedRecord {
  readonly interaction: Interaction;
  readonly source: SourceCoordinates;
  readonly collectedAtMs: number;
  readonly traceparent: string | undefined;
}

/** After detection. */
export interface Detected extends Parsed {
  readonly signal: Signal;
}

/** After the last step: all that is counted, stored and stated of one interaction follows from this. */
export interface Scanned extends Detected {
  readonly features: FeatureValues;
}
