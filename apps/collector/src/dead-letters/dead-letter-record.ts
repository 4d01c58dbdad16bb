import { deadLetterHeaderNames as names } from '#contracts';
import { type OutgoingRecord, headerText } from '#kafka';
import type { Received } from '../received.js';

/** Why a message is a dead letter. `message` holds no text of it. */
export interface DeadLetterReason {
  readonly stage: string;
  readonly code: string;
  readonly message: string;
}

/** The record for the dead-letter topic: bytes, key and headers as they came, and where it came from and why. */
export function deadLetterRecord(
  received: Pick<Received, 'topic' | 'partition' | 'record' | 'takenUpAtMs'>,
  reason: DeadLetterReason,
): OutgoingRecord {
  const { topic, partition, record, takenUpAtMs } = received;
  const earlierAttempts = Number(headerText(record, names.attempts) ?? 0);
  return {
    key: record.key,
    value: record.value,
    headers: {
      ...record.headers,
      [names.topic]: topic,
      [names.partition]: String(partition),
      [names.offset]: String(record.offset),
      [names.stage]: reason.stage,
      [names.exceptionClass]: reason.code,
      [names.exceptionMessage]: reason.message,
      [names.attempts]: String(Number.isSafeInteger(earlierAttempts) ? earlierAttempts + 1 : 1),
      [names.firstFailedAt]: headerText(record, names.firstFailedAt) ?? new Date(takenUpAtMs).toISOString(),
    },
  };
}
