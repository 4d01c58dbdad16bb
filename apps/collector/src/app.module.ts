import { readFileSync } from 'node:fs';
import { type TopicNames, topicNames } from '#contracts';
import { type Database, DatabaseModule, ModelRegistryStore, databaseToken } from '#database';
import type { Format } from '#formats';
import { type KafkaDoor, KafkaModule, kafkaToken } from '#kafka';
import { systemClock } from '#kernel';
import { type KeyStore, openKeyStore } from '#keys';
import { type MaskingOf, compileMaskingPolicy, maskText, parseMaskingPolicy } from '#privacy';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule, Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { CollectorConfig } from './config.js';
import { DeadLettersConsumer } from './dead-letters/dead-letters.consumer.js';
import { DeadLettersStore } from './dead-letters/dead-letters.store.js';
import { StoppedTopicsStore } from './dead-letters/stopped-topics.store.js';
import { TopicGate } from './dead-letters/topic-gate.js';
import { createIngestPipeline } from './ingest.pipeline.js';
import { InteractionsConsumer } from './interactions.consumer.js';
import { PartsConsumer } from './join/parts.consumer.js';
import { loadFormats } from './load-formats.js';
import { OwnTopics } from './own-topics.js';
import { OtlpController } from './otlp/otlp.controller.js';
import { OtlpForwarder, type OtlpForwarderParts } from './otlp/otlp-forwarder.js';
import { type SourceTopics, readSourceTopics } from './source-topics.js';
import { Vault } from './vault.js';

const name = 'tunewarden-collector';

class CollectorModule {}

/** What every part of the collector is made of. */
interface Ingest extends AppParts<CollectorConfig> {
  readonly topics: TopicNames;
  readonly formats: ReadonlyMap<string, Format>;
  readonly sourceTopics: SourceTopics;
  readonly maskingOf: MaskingOf;
  readonly vault: Vault;
}

/** The wiring of the collector. */
export async function createCollectorModule(parts: AppParts<CollectorConfig>): Promise<DynamicModule> {
  const { config, logger } = parts;
  const topics = topicNames(config.TOPIC_PREFIX);
  const formats = await loadFormats(config.MAPPINGS_DIR);
  const sourceTopics = readSourceTopics(config.SOURCE_TOPICS, topics, formats);
  const keys = openKeyStore(config);
  const maskingOf = readMasking(config, keys);
  const vault = new Vault(keys, new Set(config.VAULT_TENANTS));
  const ingest = { ...parts, topics, formats, sourceTopics, maskingOf, vault };
  return {
    module: CollectorModule,
    imports: [
      KafkaModule.register({
        brokers: config.KAFKA_BROKERS,
        clientId: name,
        onWarning: (message) => logger.warn({ message }, 'kafka'),
      }),
      DatabaseModule.register({ url: config.DATABASE_URL.reveal(), applicationName: name, poolSize: 3 }),
      HealthModule.forDoors(parts.telemetry, { kafka: kafkaToken, postgres: databaseToken }),
      ScheduleModule.forRoot(),
    ],
    controllers: [OtlpController],
    providers: [
      ...sourceProviders(ingest),
      ...deadLetterProviders(ingest),
      joinProvider(ingest),
      otlpProvider(ingest),
    ],
  };
}

function sourceProviders(ingest: Ingest): Provider[] {
  const { config, logger, topics, sourceTopics } = ingest;
  return [
    {
      provide: OwnTopics,
      inject: [kafkaToken],
      useFactory: (kafka: KafkaDoor) => new OwnTopics(kafka, topics, [...sourceTopics.keys()]),
    },
    {
      provide: TopicGate,
      inject: [databaseToken],
      useFactory: (database: Database) => new TopicGate(new StoppedTopicsStore(database), logger),
    },
    {
      provide: InteractionsConsumer,
      inject: [kafkaToken, databaseToken, TopicGate, OwnTopics],
      useFactory: (kafka: KafkaDoor, database: Database, gate: TopicGate, ownTopics: OwnTopics) =>
        new InteractionsConsumer({
          kafka,
          ownTopics,
          gate,
          pipeline: pipelineOf(ingest, database),
          topics,
          sourceTopics: [...sourceTopics.keys()],
          groupId: config.TOPIC_PREFIX + name,
          logger,
          clock: systemClock,
        }),
    },
  ];
}

function pipelineOf({ config, formats, sourceTopics, maskingOf, vault }: Ingest, database: Database) {
  return createIngestPipeline({
    formatOf: (topic, named) => (named === undefined ? sourceTopics.get(topic) : formats.get(named)),
    limits: { maxBytes: config.MAX_MESSAGE_BYTES },
    registry: new ModelRegistryStore(database),
    maskingOf,
    vault,
  });
}

/** What is listed is masked under the default tenant's key: nobody knows whose an unreadable message is. */
function deadLetterProviders({ config, logger, topics, maskingOf }: Ingest): Provider[] {
  const mask = (text: string): string => {
    const { key, maskers } = maskingOf('default');
    return maskText(text, key, maskers).text;
  };
  return [
    {
      provide: DeadLettersConsumer,
      inject: [kafkaToken, databaseToken, OwnTopics],
      useFactory: (kafka: KafkaDoor, database: Database, ownTopics: OwnTopics) =>
        new DeadLettersConsumer({
          kafka,
          ownTopics,
          store: new DeadLettersStore(database),
          topics,
          groupId: `${config.TOPIC_PREFIX}${name}-dead-letters`,
          mask,
          logger,
        }),
    },
  ];
}

function joinProvider({ config, logger, topics, vault }: Ingest): Provider {
  return {
    provide: PartsConsumer,
    inject: [kafkaToken, OwnTopics],
    useFactory: (kafka: KafkaDoor, ownTopics: OwnTopics) =>
      new PartsConsumer({
        kafka,
        ownTopics,
        topics,
        groupId: `${config.TOPIC_PREFIX}${name}-join`,
        vault,
        logger,
        clock: systemClock,
      }),
  };
}

function otlpProvider({ config, sourceTopics }: Ingest): Provider {
  const targetOf = (formatName: string) => {
    const found = [...sourceTopics].find(([, format]) => format.name === formatName);
    return found === undefined ? undefined : { topic: found[0], format: found[1] };
  };
  const [traces, logs] = [targetOf('otlp-traces'), targetOf('otlp-logs')];
  const targets: OtlpForwarderParts['targets'] = { ...(traces && { traces }), ...(logs && { logs }) };
  return {
    provide: OtlpForwarder,
    inject: [kafkaToken],
    useFactory: (kafka: KafkaDoor) =>
      new OtlpForwarder({
        kafka,
        targets,
        limits: { maxBytes: config.MAX_MESSAGE_BYTES },
      }),
  };
}

/** Throws an AppError where the keys or the policy cannot be used: better at the start than at the first message. */
function readMasking(config: CollectorConfig, keys: KeyStore): MaskingOf {
  keys.current('default', 'masking');
  const { MASKING_POLICY_FILE: file } = config;
  const policy = compileMaskingPolicy(
    parseMaskingPolicy(file === undefined ? '' : readFileSync(file, 'utf8')),
  );
  return (tenant) => ({
    key: keys.current(tenant, 'masking').key,
    maskers: policy.maskersFor(tenant),
  });
}
