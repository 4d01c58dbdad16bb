import { topicNames } from '#contracts';
import { type Database, DatabaseModule, databaseToken } from '#database';
import { type KafkaDoor, KafkaModule, kafkaToken } from '#kafka';
import { systemClock } from '#kernel';
import { type AppParts, HealthModule, type Logger } from '#telemetry';
import type { DynamicModule, Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { AnalyzerConfig } from './config.js';
import { CanaryScheduler } from './canary/canary.scheduler.js';
import { CanaryWorker } from './canary/canary.worker.js';
import { CampaignScheduler } from './campaign/campaign.scheduler.js';
import { CampaignWorker } from './campaign/campaign.worker.js';
import { ComparisonScheduler } from './comparison/comparison.scheduler.js';
import { ComparisonWorker } from './comparison/comparison.worker.js';
import { DriftScheduler } from './drift/drift.scheduler.js';
import { DriftWorker } from './drift/drift.worker.js';
import { FindingsRelay } from './findings.relay.js';
import { loadDetector } from './load-detector.js';
import { loadFurtherScorer } from './scan/further/load-scorer.js';
import { ProbeScheduler } from './probe/probe.scheduler.js';
import { ProbeWorker } from './probe/probe.worker.js';
import { loadProbesFile, loadShippedProbes } from './probe/probes-file.js';
import { PartitionOwner } from './scan/partition-owner.js';
import { ModelSettings } from './scan/model-settings.store.js';
import { ScanConsumer } from './scan/scan.consumer.js';
import type { Watched } from './scan/scan.pipeline.js';
import { WatermarkScheduler } from './scan/watermark.scheduler.js';
import { StorageJob } from './storage/storage.job.js';
import { StorageScheduler } from './storage/storage.scheduler.js';

const name = 'tunewarden-analyzer';

class AnalyzerModule {}

/** The wiring of the analyzer. */
export function createAnalyzerModule(parts: AppParts<AnalyzerConfig>): DynamicModule {
  const { config, logger } = parts;
  return {
    module: AnalyzerModule,
    imports: [
      KafkaModule.register({
        brokers: config.KAFKA_BROKERS,
        clientId: name,
        onWarning: (message) => logger.warn({ message }, 'kafka'),
      }),
      DatabaseModule.register({ url: config.DATABASE_URL.reveal(), applicationName: name, poolSize: 6 }),
      HealthModule.forDoors(parts.telemetry, { kafka: kafkaToken, postgres: databaseToken }),
      ScheduleModule.forRoot(),
    ],
    providers: [
      ...scanProviders(parts),
      ...driftProviders(parts),
      ...campaignProviders(parts),
      comparisonProvider(parts),
      ...(parts.config.CANARIES === 'on' ? [canaryProvider(parts)] : []),
      storageProvider(parts),
      ...(parts.config.PROBES_FILE === undefined ? [] : [probeProvider(parts)]),
    ],
  };
}

function scanProviders({ config, logger }: AppParts<AnalyzerConfig>): Provider[] {
  const topics = topicNames(config.TOPIC_PREFIX);
  return [
    {
      provide: PartitionOwner,
      inject: [databaseToken],
      useFactory: (database: Database) => new PartitionOwner(database),
    },
    {
      provide: FindingsRelay,
      inject: [databaseToken, kafkaToken],
      useFactory: (database: Database, kafka: KafkaDoor) =>
        new FindingsRelay(database, kafka, topics.findings, logger),
    },
    {
      provide: ScanConsumer,
      inject: [databaseToken, kafkaToken, PartitionOwner, FindingsRelay],
      useFactory: async (database: Database, kafka: KafkaDoor, owner: PartitionOwner, relay: FindingsRelay) =>
        new ScanConsumer({
          kafka,
          database,
          owner,
          relay,
          watched: await loadWatched(config, logger),
          settings: new ModelSettings(database),
          samplePerDay: config.SAMPLE_PER_DAY,
          topic: topics.masked,
          canaryTopic: topics.canaries,
          groupId: config.TOPIC_PREFIX + name,
          logger,
        }),
    },
    {
      provide: WatermarkScheduler,
      inject: [databaseToken, kafkaToken, PartitionOwner],
      useFactory: (database: Database, kafka: KafkaDoor, owner: PartitionOwner) =>
        new WatermarkScheduler({ database, kafka, owner, topic: topics.masked, clock: systemClock }, logger),
    },
  ];
}

async function loadWatched(config: AnalyzerConfig, logger: Logger): Promise<Watched> {
  return {
    detector: await loadDetector(config),
    attributes: config.WATCHED_ATTRIBUTES,
    furtherScorer: await loadFurtherScorer({ config, logger }),
  };
}

function driftProviders({ config, logger }: AppParts<AnalyzerConfig>): Provider[] {
  const { masked } = topicNames(config.TOPIC_PREFIX);
  return [
    {
      provide: DriftWorker,
      inject: [databaseToken, kafkaToken],
      useFactory: (database: Database, kafka: KafkaDoor) =>
        new DriftWorker(database, kafka, masked, { volume: config.DRIFT_VOLUME === 'on' }),
    },
    {
      provide: DriftScheduler,
      inject: [DriftWorker],
      useFactory: (worker: DriftWorker) => new DriftScheduler(worker, logger),
    },
  ];
}

function campaignProviders({ config, logger }: AppParts<AnalyzerConfig>): Provider[] {
  const { masked } = topicNames(config.TOPIC_PREFIX);
  return [
    {
      provide: CampaignScheduler,
      inject: [databaseToken, kafkaToken],
      useFactory: (database: Database, kafka: KafkaDoor) =>
        new CampaignScheduler(new CampaignWorker(database, kafka, masked), logger),
    },
  ];
}

function comparisonProvider({ config, logger }: AppParts<AnalyzerConfig>): Provider {
  return {
    provide: ComparisonScheduler,
    inject: [databaseToken],
    useFactory: (database: Database) =>
      new ComparisonScheduler(new ComparisonWorker(database, systemClock, config.JUDGE_AUDIT), logger),
  };
}

function canaryProvider({ config, logger }: AppParts<AnalyzerConfig>): Provider {
  const { canaries } = topicNames(config.TOPIC_PREFIX);
  return {
    provide: CanaryScheduler,
    inject: [databaseToken, kafkaToken],
    useFactory: (database: Database, kafka: KafkaDoor) =>
      new CanaryScheduler(new CanaryWorker({ database, kafka, topic: canaries, clock: systemClock }), logger),
  };
}

/** So often days are made and dropped; a day that is over goes within a quarter of an hour. */
const storageEveryMs = 15 * 60_000;

function storageProvider({ config, logger }: AppParts<AnalyzerConfig>): Provider {
  return {
    provide: StorageScheduler,
    inject: [databaseToken],
    useFactory: (database: Database) => {
      const settings = {
        keepTextDays: config.TEXT_RETENTION_DAYS,
        keepCountersDays: config.COUNTER_RETENTION_DAYS,
        samplePerDay: config.SAMPLE_PER_DAY,
        everyMs: storageEveryMs,
      };
      const job = new StorageJob(database, settings, systemClock);
      return new StorageScheduler(database, job, systemClock, logger);
    },
  };
}

function probeProvider({ config, logger }: AppParts<AnalyzerConfig>): Provider {
  return {
    provide: ProbeScheduler,
    inject: [databaseToken],
    useFactory: async (database: Database) => {
      const [models, probes] = [await loadProbesFile(config.PROBES_FILE), await loadShippedProbes()];
      const detector = await loadDetector(config);
      const { environment } = config;
      const parts = { database, models, probes, detector, environment, clock: systemClock, logger };
      return new ProbeScheduler(new ProbeWorker(parts), logger);
    },
  };
}
