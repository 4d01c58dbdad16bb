import type { IncidentView } from '../incident-view.store.js';
import type { ClaimedNotification, ProviderRef } from '../claim.store.js';
import type { TestMessage } from './test-message.js';
import type { DigestMember } from '../digest/digest-view.store.js';

/** What a provider made of a message. */
export type SendResult =
  | {
      readonly ok: true;
      readonly providerRef: ProviderRef;
      readonly statusCode: number;
      /** There is one more message to send about the same revision, e.g. into the thread; as soon as the lane may. */
      readonly hasMore?: boolean;
      /** What whoever reads the ledger has to know although it was taken. */
      readonly note?: string | null;
    }
  | {
      readonly ok: false;
      /** False: the same message will never be taken. */
      readonly retriable: boolean;
      /** Short and ours; `ambiguous …` where the provider may have acted all the same. */
      readonly reason: string;
      readonly statusCode: number | null;
      /** The provider wants no call before this has passed; undefined: our own schedule. */
      readonly retryAfterMs?: number;
      /** The provider has the message that was to be changed no more: the next try is a first one. */
      readonly isGone?: boolean;
    };

/** A way to tell people. It sends once and answers; when and whether to try again is the pipeline's. */
export interface NotificationChannel {
  /** From one message of a lane to its next, whoever sends it; 0: as they come. */
  readonly turnMs: number;
  /** After an accepted send, how long the same message rests before it is edited again. */
  readonly restMs: number;
  /** What `send` will do, for the ledger: `post`, `edit`, `trigger` … */
  actionFor(claimed: ClaimedNotification, incident: IncidentView): string;
  /** By what the provider will know what `send` sends, kept before it is sent; null: by what is kept already. */
  refBefore?(claimed: ClaimedNotification, incident: IncidentView): ProviderRef | null;
  send(claimed: ClaimedNotification, incident: IncidentView): Promise<SendResult>;
  /** Sends a message that says of itself that it is a test. */
  sendTest(test: TestMessage): Promise<SendResult>;
  /** Posts or edits one message about many incidents; undefined where storms are told one by one. */
  sendDigest?(claimed: ClaimedNotification, members: readonly DigestMember[]): Promise<SendResult>;
}
