import type { GuardrailRecord, Interaction, Signal, SourceCoordinates } from '#contracts';
import type { DriftEvent } from '#features';
import type { KafkaRecord } from '#kafka';

/** A record of `interactions.masked`: what the first step of the pipeline gets. */
export interface MaskedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly record: KafkaRecord;
}

/** After parsing: what its headers say of it. */
export interface Located extends MaskedRecord {
  /** The log event it came from. */
  readonly source: SourceCoordinates;
  /** What its writer read in order: the source, or the part that completed a joined interaction. */
  readonly writtenFor: SourceCoordinates;
  readonly collectedAtMs: number;
  readonly traceparent: string | undefined;
}

/** An interaction. */
export interface Parsed extends Located {
  readonly interaction: Interaction;
}

/** A guardrail's verdict that was logged apart from its interaction. */
export interface ParsedGuardrail extends Located {
  readonly guardrail: GuardrailRecord;
}

/** A canary that went the whole way: which it is, and whether detection found it. It is counted nowhere else. */
export interface JudgedCanary extends Located {
  readonly canary: { readonly minuteMs: number; readonly family: string; readonly found: boolean };
}

/** After looking at what was logged before: which of its messages are new. */
export interface Recalled extends Parsed {
  /** Messages before this one were scanned when an earlier interaction brought them. */
  readonly newFrom: number;
  /** The current turn was counted before: a tool loop goes on, and an attack in it is the same attack. */
  readonly goesOn: boolean;
}

/** After detection. */
export interface Detected extends Recalled {
  readonly signal: Signal;
  /** From which score on it is flagged: that of its model, or the shipped one. */
  readonly threshold: number;
}

/** After the last step: all that is counted, stored and stated of one interaction follows from this. */
export interface Scanned extends Detected {
  readonly driftEvent: DriftEvent;
}
