import { type Database, DatabaseModule, ModelRegistryStore, databaseToken } from '#database';
import { type KafkaDoor, KafkaModule, kafkaToken } from '#kafka';
import { systemClock } from '#kernel';
import { maskText } from '#privacy';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule, Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { CollectorConfig } from './config.js';
import { DeadLettersConsumer } from './dead-letters/dead-letters.consumer.js';
import { DeadLettersStore } from './dead-letters/dead-letters.store.js';
import { StoppedTopicsStore } from './dead-letters/stopped-topics.store.js';
import { TopicGate } from './dead-letters/topic-gate.js';
import { InteractionsConsumer } from './interactions.consumer.js';
import { PartsConsumer } from './join/parts.consumer.js';
import { type Ingest, openIngest, pipelineOf } from './open-ingest.js';
import { OwnTopics } from './own-topics.js';
import { OtlpController } from './otlp/otlp.controller.js';
import { OtlpForwarder, type OtlpForwarderParts } from './otlp/otlp-forwarder.js';

const name = 'tunewarden-collector';

class CollectorModule {}

/** The collector's parts, and what every app has. */
type Parts = Ingest & AppParts<CollectorConfig>;

/** The wiring of the collector. */
export async function createCollectorModule(parts: AppParts<CollectorConfig>): Promise<DynamicModule> {
  const { config, logger } = parts;
  const ingest = { ...parts, ...(await openIngest(config)) };
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

function sourceProviders(ingest: Parts): Provider[] {
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
      useFactory: (kafka: KafkaDoor, database: Database, gate: TopicGate, ownTopics: OwnTopics) => {
        const registry = new ModelRegistryStore(database);
        return new InteractionsConsumer({
          kafka,
          ownTopics,
          gate,
          registry,
          pipeline: pipelineOf(ingest, registry),
          topics,
          maxBytes: config.MAX_MESSAGE_BYTES,
          sourceTopics: [...sourceTopics.keys()],
          groupId: config.TOPIC_PREFIX + name,
          logger,
          clock: systemClock,
        });
      },
    },
  ];
}

/** What is listed is masked under the default tenant's key: nobody knows whose an unreadable message is. */
function deadLetterProviders({ config, logger, topics, maskingOf }: Parts): Provider[] {
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

function joinProvider({ config, logger, topics, vault }: Parts): Provider {
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

function otlpProvider({ config, sourceTopics }: Parts): Provider {
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
