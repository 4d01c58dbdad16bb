import { topicNames } from '#contracts';
import { type Database, databaseToken } from '#database';
import { type KafkaDoor, kafkaToken } from '#kafka';
import { systemClock } from '#kernel';
import type { AppParts } from '#telemetry';
import type { Provider } from '@nestjs/common';
import type { AlertingConfig } from '../config.js';
import { IncidentService } from '../incident.service.js';
import { CanaryScheduler } from './canary.scheduler.js';
import { SecondPath } from './second-path.js';
import { WatchdogScheduler } from './watchdog.scheduler.js';

/** What logs canaries and waits for them; nothing where there is no WATCHDOG_URL. */
export function watchdogProviders({ config, logger }: AppParts<AlertingConfig>): Provider[] {
  if (config.WATCHDOG_URL === undefined) return [];
  const topic = config.WATCHDOG_TOPIC ?? topicNames(config.TOPIC_PREFIX).source;
  const everyMs = config.WATCHDOG_EVERY_SECONDS * 1_000;
  const silenceMs = config.WATCHDOG_SILENCE_SECONDS * 1_000;
  const routingKey = newestOf(config.WATCHDOG_ROUTING_KEY ?? config.PAGERDUTY_ROUTING_KEY);
  const dedupKey = `${config.TOPIC_PREFIX}tunewarden-watchdog`;
  const secondPath =
    routingKey === undefined
      ? undefined
      : new SecondPath({ routingKey, url: config.PAGERDUTY_URL, dedupKey });
  return [
    {
      provide: CanaryScheduler,
      inject: [kafkaToken],
      useFactory: (kafka: KafkaDoor) =>
        new CanaryScheduler({ kafka, clock: systemClock, logger, topic, everyMs }),
    },
    {
      provide: WatchdogScheduler,
      inject: [databaseToken, IncidentService],
      useFactory: (database: Database, incidents: IncidentService) =>
        new WatchdogScheduler({ database, logger, silenceMs, secondPath }, incidents),
    },
  ];
}

/** The first of the keys that a variable lists: those behind it only end what they opened. */
function newestOf(keys: AlertingConfig['PAGERDUTY_ROUTING_KEY']): string | undefined {
  return keys?.reveal().split(',')[0]?.trim();
}
