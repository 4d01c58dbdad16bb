import type { TopicNames } from '#contracts';
import type { KafkaDoor } from '#kafka';

const ownPartitions = 4;
/** What is made of a source message is as long as it and has more headers. */
const large = { 'max.message.bytes': String(21 * 1024 * 1024) };
/** Parts are needed until they are joined; the broker's time decides when they have waited long enough. */
const partsConfig = {
  ...large,
  'message.timestamp.type': 'LogAppendTime',
  'retention.ms': String(86_400_000),
};

/** Creates the topics that the collector reads and writes, where they do not exist. */
export async function ensureOwnTopics(
  kafka: KafkaDoor,
  topics: TopicNames,
  sourceTopics: readonly string[],
): Promise<void> {
  await kafka.ensureTopics([
    ...sourceTopics.map((name) => ({ name, partitions: ownPartitions, config: large })),
    { name: topics.masked, partitions: ownPartitions, config: large },
    { name: topics.parts, partitions: ownPartitions, config: partsConfig },
    { name: topics.deadLetters, partitions: 1, config: large },
  ]);
}
