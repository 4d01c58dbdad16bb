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

/** The topics that the collector reads and writes. */
export class OwnTopics {
  #ensured: Promise<void> | undefined;

  constructor(
    private readonly kafka: KafkaDoor,
    private readonly names: TopicNames,
    private readonly sourceTopics: readonly string[],
  ) {}

  /** Creates those that do not exist, once for all consumers of this process. */
  ensure(): Promise<void> {
    const { names, sourceTopics } = this;
    this.#ensured ??= this.kafka.ensureTopics([
      ...sourceTopics.map((name) => ({ name, partitions: ownPartitions, config: large })),
      { name: names.masked, partitions: ownPartitions, config: large },
      { name: names.parts, partitions: ownPartitions, config: partsConfig },
      { name: names.deadLetters, partitions: 1, config: large },
    ]);
    return this.#ensured;
  }
}
