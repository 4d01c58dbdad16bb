import { topicNames } from '#contracts';
import { type Database, DatabaseModule, databaseToken } from '#database';
import { type KafkaDoor, KafkaModule, kafkaToken } from '#kafka';
import { AppError, systemClock } from '#kernel';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { openChannel } from './channels/open-channel.js';
import type { AlertingConfig } from './config.js';
import { FindingsConsumer } from './findings.consumer.js';
import { IncidentService } from './incident.service.js';
import { NotifyScheduler, type OpenChannel } from './notify.scheduler.js';
import { type Routing, loadRouting } from './routing/load-routing.js';

const name = 'tunewarden-alerting';

class AlertingModule {}

/** The wiring of alerting. */
export function createAlertingModule(parts: AppParts<AlertingConfig>): DynamicModule {
  const { config, logger } = parts;
  const clock = systemClock;
  const routing = loadRouting(config, logger);
  const open = channelOpener(routing, config);
  const names = { topic: topicNames(config.TOPIC_PREFIX).findings, groupId: config.TOPIC_PREFIX + name };
  return {
    module: AlertingModule,
    imports: [
      KafkaModule.register({
        brokers: config.KAFKA_BROKERS,
        clientId: name,
        onWarning: (message) => logger.warn({ message }, 'kafka'),
      }),
      DatabaseModule.register({ url: config.DATABASE_URL.reveal(), applicationName: name, poolSize: 5 }),
      HealthModule.forDoors(parts.telemetry, { kafka: kafkaToken, postgres: databaseToken }),
      ScheduleModule.forRoot(),
    ],
    providers: [
      {
        provide: IncidentService,
        inject: [databaseToken],
        useFactory: (database: Database) => new IncidentService(database, routing, clock),
      },
      {
        provide: FindingsConsumer,
        inject: [kafkaToken, IncidentService],
        useFactory: (kafka: KafkaDoor, incidents: IncidentService) =>
          new FindingsConsumer(kafka, incidents, names, logger),
      },
      {
        provide: NotifyScheduler,
        inject: [databaseToken, IncidentService],
        useFactory: (database: Database, incidents: IncidentService) =>
          new NotifyScheduler(open, { database, routing, clock, logger, random: Math.random }, incidents),
      },
    ],
  };
}

function channelOpener(routing: Routing, config: AlertingConfig): OpenChannel {
  return (lane) => {
    const receiver = routing.file().receivers.find(({ name: one }) => one === lane.receiver);
    if (receiver === undefined) throw new AppError('alerting.no-receiver', 'The routing lacks it now', false);
    return openChannel(receiver, lane, config);
  };
}
