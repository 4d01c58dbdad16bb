import type { DecodeLimits, DecodeProblem, NativeInteraction } from '#contracts';
import type { Result } from '#kernel';

/** What one record of a source message is. */
export type AdaptedRecord =
  /** Complete by itself. */
  | { readonly kind: 'interaction'; readonly native: NativeInteraction }
  /**
   * A span without text, or a log event with one message of it: to be joined. `of` names the span. An event has nothing
   * but its message or response.
   */
  | {
      readonly kind: 'part';
      readonly of: string;
      readonly part: 'span' | 'event';
      readonly native: NativeInteraction;
    }
  /** What a guardrail upstream said of the interaction `of`. */
  | {
      readonly kind: 'guardrail';
      readonly of: string;
      readonly tenant: string;
      readonly results: NonNullable<NativeInteraction['guardrail']>;
    }
  /** Left out on purpose; `reason` is one of few words, for a metric. */
  | { readonly kind: 'skip'; readonly reason: string }
  /** A record that is none. `message` names fields and rules, never a value. */
  | { readonly kind: 'invalid'; readonly code: string; readonly message: string };

/** What the log itself does not say. */
export interface AdaptContext {
  /** When the broker had the message, milliseconds since the epoch. */
  readonly receivedAtMs: number;
}

/** A log format: bytes to a payload, a payload to records. Neither throws, whatever the bytes are. */
export interface Format {
  readonly name: string;
  decode(
    bytes: Uint8Array | null,
    contentType: string | undefined,
    limits: DecodeLimits,
  ): Result<unknown, DecodeProblem>;
  /** The records of one message in a stable order: the same message always gives the same records. */
  adapt(decoded: unknown, context: AdaptContext): readonly AdaptedRecord[];
}
