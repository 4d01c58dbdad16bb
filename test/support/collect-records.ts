import { randomBytes } from 'node:crypto';
import type { KafkaRecord } from '#kafka';
import { cleanUp } from './clean-up.js';
import type { Pipeline } from './run-pipeline.js';

/** Everything that a topic has and gets, as it comes; the list grows until the test file is done. */
export function collectRecords(pipeline: Pipeline, topic: string): readonly KafkaRecord[] {
  const records: KafkaRecord[] = [];
  const consumer = pipeline.kafka.consume({
    groupId: `${pipeline.topicPrefix}collect-${randomBytes(4).toString('hex')}`,
    topics: [topic],
    minBytes: 1,
    maxWaitMs: 100,
    onCrash: () => undefined,
    onBatch: (batch) => {
      records.push(...batch.records);
      return Promise.resolve();
    },
  });
  cleanUp(async () => (await consumer).stop());
  return records;
}
