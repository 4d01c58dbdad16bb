import { topicNames } from '#contracts';
import { type Database, DatabaseModule, databaseToken } from '#database';
import { type KafkaDoor, KafkaModule, kafkaToken } from '#kafka';
import { AppError, systemClock } from '#kernel';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule, Provider } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ModelChangesScheduler } from './changes/model-changes.scheduler.js';
import { openChannel } from './channels/open-channel.js';
import type { AlertingConfig } from './config.js';
import { GapsScheduler } from './gaps/gaps.scheduler.js';
import { FindingsConsumer } from './findings.consumer.js';
import { IncidentService } from './incident.service.js';
import { NotifyScheduler, type OpenChannel } from './notify.scheduler.js';
import { ReconcileScheduler } from './reconcile/reconcile.scheduler.js';
import { RecoveriesScheduler } from './recoveries/recoveries.scheduler.js';
import { type Routing, loadRouting } from './routing/load-routing.js';
import { RoutingScheduler } from './routing/routing.scheduler.js';
import { StraysScheduler } from './strays/strays.scheduler.js';
import { watchdogProviders } from './watchdog/watchdog-providers.js';
import { summaryProvider } from './summary/summary.provider.js';

const name = 'tunewarden-alerting';

class AlertingModule {}

/** The wiring of alerting. */
export function createAlertingModule(parts: AppParts<AlertingConfig>): DynamicModule {
  return {
    module: AlertingModule,
    imports: doors(parts),
    providers: [summaryProvider(parts), ...senders(parts), ...watchers(parts)],
  };
}

/** What turns findings into incidents, and incidents into messages. */
function senders(parts: AppParts<AlertingConfig>): Provider[] {
  const { config, logger } = parts;
  const [clock, random] = [systemClock, Math.random];
  const routing = loadRouting(config, logger);
  const open = channelOpener(routing, config);
  const names = { topic: topicNames(config.TOPIC_PREFIX).findings, groupId: config.TOPIC_PREFIX + name };
  return [
    {
      provide: IncidentService,
      inject: [databaseToken],
      useFactory: (database: Database) => new IncidentService(database, routing, clock),
    },
    {
      provide: FindingsConsumer,
      inject: [kafkaToken, IncidentService, NotifyScheduler],
      useFactory: (kafka: KafkaDoor, incidents: IncidentService, notify: NotifyScheduler) =>
        new FindingsConsumer(kafka, incidents, { ...names, onTaken: () => notify.tick() }, logger),
    },
    {
      provide: RoutingScheduler,
      inject: [databaseToken],
      useFactory: (database: Database) => new RoutingScheduler(database, routing, logger),
    },
    changesProvider(parts, routing),
    straysProvider(parts, routing),
    recoveriesProvider(parts),
    {
      provide: ReconcileScheduler,
      inject: [databaseToken],
      useFactory: (database: Database) =>
        new ReconcileScheduler({ database, logger, waitSeconds: config.PAGERDUTY_AGREE_SECONDS }),
    },
    {
      provide: NotifyScheduler,
      inject: [databaseToken, IncidentService],
      useFactory: (database: Database, incidents: IncidentService) =>
        new NotifyScheduler(open, { database, routing, clock, logger, random }, incidents),
    },
  ];
}

function doors({ config, logger, telemetry }: AppParts<AlertingConfig>): DynamicModule[] {
  return [
    KafkaModule.register({
      brokers: config.KAFKA_BROKERS,
      clientId: name,
      onWarning: (message) => logger.warn({ message }, 'kafka'),
    }),
    DatabaseModule.register({ url: config.DATABASE_URL.reveal(), applicationName: name, poolSize: 8 }),
    HealthModule.forDoors(telemetry, { kafka: kafkaToken, postgres: databaseToken }),
    ScheduleModule.forRoot(),
  ];
}

function changesProvider({ config, logger }: AppParts<AlertingConfig>, routing: Routing): Provider {
  return {
    provide: ModelChangesScheduler,
    inject: [databaseToken],
    useFactory: (database: Database) => new ModelChangesScheduler({ database, routing, config, logger }),
  };
}

function straysProvider({ logger }: AppParts<AlertingConfig>, routing: Routing): Provider {
  const parts = { routing, clock: systemClock, logger };
  return {
    provide: StraysScheduler,
    inject: [databaseToken, IncidentService],
    useFactory: (database: Database, incidents: IncidentService) =>
      new StraysScheduler({ database, ...parts }, incidents),
  };
}

function recoveriesProvider({ logger }: AppParts<AlertingConfig>): Provider {
  return {
    provide: RecoveriesScheduler,
    inject: [databaseToken, IncidentService],
    useFactory: (database: Database, incidents: IncidentService) =>
      new RecoveriesScheduler(database, incidents, logger),
  };
}

/** What looks whether everything is watched. */
function watchers(parts: AppParts<AlertingConfig>): Provider[] {
  const topic = topicNames(parts.config.TOPIC_PREFIX).masked;
  const { logger } = parts;
  const coverage = {
    provide: GapsScheduler,
    inject: [databaseToken, IncidentService],
    useFactory: (database: Database, incidents: IncidentService) =>
      new GapsScheduler({ database, clock: systemClock, logger, topic }, incidents),
  };
  return [coverage, ...watchdogProviders(parts)];
}

function channelOpener(routing: Routing, config: AlertingConfig): OpenChannel {
  return (lane) => {
    const { receivers } = routing.file();
    const receiver = receivers.find(({ name: one }) => one === lane.receiver);
    if (receiver === undefined) throw new AppError('alerting.no-receiver', 'The routing lacks it now', false);
    return openChannel(receiver, lane, config, receivers);
  };
}
