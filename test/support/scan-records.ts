import { type Interaction, headerNames } from '#contracts';
import type { Database } from '#database';
import type { Detector } from '#detection';
import type { KafkaRecord } from '#kafka';
import { EffectsGatherer } from '../../apps/analyzer/src/scan/batch-effects.js';
import { flush } from '../../apps/analyzer/src/scan/flush.js';
import type { TextRetention } from '../../apps/analyzer/src/scan/keep-text.js';
import { PartitionMemory } from '../../apps/analyzer/src/scan/partition-memory.js';
import { loadPartition } from '../../apps/analyzer/src/scan/partition.store.js';
import { createScanPipeline } from '../../apps/analyzer/src/scan/scan.pipeline.js';

/** A record of `interactions.masked` as a collector writes it. */
export function maskedRecord(
  interaction: Interaction,
  at: { readonly offset: number; readonly loggedMs: number; readonly sourceOffset?: number },
): KafkaRecord {
  const headers: Record<string, string> = {
    [headerNames.sourceTopic]: 'logs',
    [headerNames.sourcePartition]: '0',
    [headerNames.sourceOffset]: String(at.sourceOffset ?? at.offset),
    [headerNames.sourceTimestamp]: String(at.loggedMs),
    [headerNames.collectedAt]: String(at.loggedMs),
    [headerNames.traceparent]: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  };
  return {
    offset: BigInt(at.offset),
    key: null,
    value: Buffer.from(JSON.stringify(interaction)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    timestampMs: at.loggedMs + 50,
  };
}

/** Takes records of one partition through the scan and commits them, as an analyzer that just started would. */
export async function scanRecords(
  database: Database,
  detector: Detector,
  { records, retention, topic = 'masked', partition = 0 }: ScannedBatch,
): Promise<void> {
  const at = { topic, partition };
  const memory = new PartitionMemory(await loadPartition(database, at));
  const expectedOffset = memory.nextOffset;
  const pipeline = createScanPipeline({ detector, attributes: [] }, memory);
  const effects = new EffectsGatherer(partition, memory, retention);
  for (const record of records) {
    if (record.offset < expectedOffset) continue;
    const result = await pipeline.run({ ...at, record });
    if (result.kind === 'ok' && 'interaction' in result.value) effects.add(result.value);
  }
  const nextOffset = (records.at(-1)?.offset ?? -1n) + 1n;
  await flush(database, { ...at, expectedOffset, nextOffset }, effects, memory);
}

export interface ScannedBatch {
  readonly records: readonly KafkaRecord[];
  readonly retention: TextRetention;
  readonly topic?: string;
  readonly partition?: number;
}
