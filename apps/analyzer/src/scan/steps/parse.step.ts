import { headerNames, interactionSchema } from '#contracts';
import { type KafkaRecord, headerText } from '#kafka';
import { type Step, drop, proceed } from '#pipeline';
import type { MaskedRecord, Parsed } from '../scanned.js';

/** The interaction that a masked record holds. Only a collector writes them; what nobody of ours wrote is left out. */
export function parseStep(): Step<MaskedRecord, Parsed> {
  return (masked) => {
    const { record } = masked;
    const parsed = interactionSchema.safeParse(jsonOf(record.value));
    const topic = headerText(record, headerNames.sourceTopic);
    const partition = Number(headerText(record, headerNames.sourcePartition) ?? NaN);
    const offset = headerText(record, headerNames.sourceOffset);
    if (!parsed.success || topic === undefined || !Number.isInteger(partition) || !isOffset(offset)) {
      return drop('unreadable');
    }
    return proceed({
      ...masked,
      interaction: parsed.data,
      source: { topic, partition, offset },
      collectedAtMs: collectedAt(record),
      traceparent: headerText(record, headerNames.traceparent),
    });
  };
}

function jsonOf(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '') as unknown;
  } catch {
    return undefined;
  }
}

function isOffset(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,19}$/.test(text);
}

function collectedAt(record: KafkaRecord): number {
  const stated = Number(headerText(record, headerNames.collectedAt));
  return Number.isFinite(stated) ? stated : record.timestampMs;
}
