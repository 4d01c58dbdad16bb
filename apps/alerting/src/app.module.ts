import { type Channel, type Severity, topicNames } from '#contracts';
import { type Database, DatabaseModule, databaseToken } from '#database';
import { type KafkaDoor, KafkaModule, kafkaToken } from '#kafka';
import { systemClock } from '#kernel';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { PagerDutyChannel } from './channels/pagerduty/pagerduty.channel.js';
import { SlackChannel } from './channels/slack/slack.channel.js';
import type { AlertingConfig } from './config.js';
import { FindingsConsumer } from './findings.consumer.js';
import { type ChannelFloors, IncidentService } from './incident.service.js';
import { NotifyScheduler } from './notify.scheduler.js';
import { summaryProvider } from './summary/summary.provider.js';

const name = 'tunewarden-alerting';

class AlertingModule {}

/** The wiring of alerting. */
export function createAlertingModule(parts: AppParts<AlertingConfig>): DynamicModule {
  const { config, logger } = parts;
  const clock = systemClock;
  const channels = channelsOf(config);
  const floors = floorsOf(channels, config);
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
      summaryProvider(parts),
      {
        provide: FindingsConsumer,
        inject: [kafkaToken, databaseToken],
        useFactory: (kafka: KafkaDoor, database: Database) =>
          new FindingsConsumer(kafka, new IncidentService(database, floors, clock), names, logger),
      },
      {
        provide: NotifyScheduler,
        inject: [databaseToken],
        useFactory: (database: Database) =>
          new NotifyScheduler(channels, { database, clock, logger, random: Math.random }),
      },
    ],
  };
}

function channelsOf(config: AlertingConfig): { slack?: SlackChannel; pagerduty?: PagerDutyChannel } {
  const { SLACK_BOT_TOKEN, SLACK_CHANNEL, PAGERDUTY_ROUTING_KEY } = config;
  const consoleUrl = config.CONSOLE_URL.replace(/\/$/, '');
  return {
    ...(SLACK_BOT_TOKEN !== undefined &&
      SLACK_CHANNEL !== undefined && {
        slack: new SlackChannel({
          token: SLACK_BOT_TOKEN.reveal(),
          channelId: SLACK_CHANNEL,
          apiUrl: config.SLACK_API_URL,
          consoleUrl,
        }),
      }),
    ...(PAGERDUTY_ROUTING_KEY !== undefined && {
      pagerduty: new PagerDutyChannel({
        routingKey: PAGERDUTY_ROUTING_KEY.reveal(),
        url: config.PAGERDUTY_URL,
        consoleUrl,
      }),
    }),
  };
}

/** Slack hears of everything, PagerDuty of what is worth waking somebody. */
function floorsOf(channels: Partial<Record<Channel, unknown>>, config: AlertingConfig): ChannelFloors {
  const floors: Record<Channel, Severity> = { slack: 'info', pagerduty: config.PAGERDUTY_MIN_SEVERITY };
  return Object.fromEntries(Object.entries(floors).filter(([channel]) => channel in channels));
}
