import { randomUUID } from 'node:crypto';
import type { KafkaRecord } from '#kafka';
import { expect } from '@jest/globals';
import { cleanUp } from './clean-up.js';
import { eventually } from './eventually.js';
import type { Pipeline } from './run-pipeline.js';

/** Everything that a topic holds now. */
export async function readTopic(
  { kafka, topicPrefix }: Pipeline,
  topic: string,
): Promise<readonly KafkaRecord[]> {
  const records: KafkaRecord[] = [];
  const wanted = (await kafka.offsets(topic)).reduce((sum, { low, high }) => sum + Number(high - low), 0);
  const consumer = await kafka.consume({
    groupId: `${topicPrefix}read-${randomUUID()}`,
    topics: [topic],
    minBytes: 1,
    maxWaitMs: 100,
    onCrash: () => undefined,
    onBatch: (batch) => {
      records.push(...batch.records);
      return Promise.resolve();
    },
  });
  cleanUp(() => consumer.stop());
  await eventually(() => expect(records).toHaveLength(wanted), { deadlineMs: 30_000 });
  return records;
}
