import { topicNames } from '#contracts';
import { type Database, DatabaseModule, ModelRegistryStore, databaseToken } from '#database';
import { type KafkaDoor, KafkaModule, kafkaToken } from '#kafka';
import { systemClock } from '#kernel';
import { type TenantKey, deriveTenantKey } from '#privacy';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule } from '@nestjs/common';
import type { CollectorConfig } from './config.js';
import { createIngestPipeline } from './ingest.pipeline.js';
import { InteractionsConsumer } from './interactions.consumer.js';

const name = 'tunewarden-collector';

class CollectorModule {}

/** The wiring of the collector. */
export function createCollectorModule(parts: AppParts<CollectorConfig>): DynamicModule {
  const { config, logger } = parts;
  return {
    module: CollectorModule,
    imports: [
      KafkaModule.register({
        brokers: config.KAFKA_BROKERS,
        clientId: name,
        onWarning: (message) => logger.warn({ message }, 'kafka'),
      }),
      DatabaseModule.register({ url: config.DATABASE_URL.reveal(), applicationName: name, poolSize: 2 }),
      HealthModule.forDoors(parts.telemetry, { kafka: kafkaToken, postgres: databaseToken }),
    ],
    providers: [
      {
        provide: InteractionsConsumer,
        inject: [kafkaToken, databaseToken],
        useFactory: (kafka: KafkaDoor, database: Database) => createConsumer(parts, kafka, database),
      },
    ],
  };
}

function createConsumer(
  { config, logger }: AppParts<CollectorConfig>,
  kafka: KafkaDoor,
  database: Database,
): InteractionsConsumer {
  const topics = topicNames(config.TOPIC_PREFIX);
  const pipeline = createIngestPipeline({
    maxMessageBytes: config.MAX_MESSAGE_BYTES,
    registry: new ModelRegistryStore(database),
    tenantKey: tenantKeys(Buffer.from(config.maskingKey.reveal(), 'hex')),
  });
  return new InteractionsConsumer({
    kafka,
    pipeline,
    topics,
    sourceTopics: config.SOURCE_TOPICS ?? [topics.source],
    groupId: config.TOPIC_PREFIX + name,
    logger,
    clock: systemClock,
  });
}

/** Each tenant's key, derived once. */
function tenantKeys(maskingKey: Buffer): (tenant: string) => TenantKey {
  const derived = new Map<string, TenantKey>();
  return (tenant) => {
    const key = derived.get(tenant) ?? deriveTenantKey(maskingKey, tenant);
    if (derived.size < 1_000) derived.set(tenant, key);
    return key;
  };
}
