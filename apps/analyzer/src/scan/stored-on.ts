import { headerNames } from '#contracts';
import { headerText } from '#kafka';
import type { MaskedRecord } from './scanned.js';

const dayMs = 24 * 3_600_000;

/**
 * The UTC day, as `2026-01-31`, at which the broker had the log event: part of the key of each text that is kept, so
 * that work done again writes the same row. A log event cannot be younger than what was made of it, nor without a
 * time: then the day of the masked record stands for it.
 */
export function storedOn({ record }: Pick<MaskedRecord, 'record'>): string {
  const sourceMs = Number(headerText(record, headerNames.sourceTimestamp));
  const isUsable = sourceMs > 0 && sourceMs < record.timestampMs + dayMs;
  return new Date(isUsable ? sourceMs : record.timestampMs).toISOString().slice(0, 10);
}
