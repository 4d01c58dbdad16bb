import type { Message } from '#contracts';

/** What a scan needs of an interaction: an `Interaction` is one, and so is a minimal row of the command line. */
export interface ScanInput {
  readonly system?: string;
  readonly messages: readonly Message[];
  readonly response?: { readonly content: string };
}

/** Indices that stand for what is not a message, as in `MatchedSpan.message`. */
export const systemIndex = -1;
export const responseIndex = -2;
