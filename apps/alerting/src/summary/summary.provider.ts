import { type Database, databaseToken } from '#database';
import { systemClock } from '#kernel';
import type { AppParts } from '#telemetry';
import type { Provider } from '@nestjs/common';
import type { AlertingConfig } from '../config.js';
import type { PostParts } from './post-summary.js';
import { SlackSummaryPost } from './slack-summary.post.js';
import { SummaryJob } from './summary.job.js';
import { SummaryScheduler } from './summary.scheduler.js';

/** The weekly summary, made and told. */
export function summaryProvider({
  config,
  logger,
}: Pick<AppParts<AlertingConfig>, 'config' | 'logger'>): Provider {
  return {
    provide: SummaryScheduler,
    inject: [databaseToken],
    useFactory: (database: Database) => {
      const schedule = { cron: config.SUMMARY_CRON, timeZone: config.SUMMARY_TIME_ZONE };
      const job = new SummaryJob(database, schedule, systemClock);
      const slack = slackOf(config);
      const posting: PostParts | undefined = slack && {
        database,
        slack,
        consoleUrl: config.CONSOLE_URL.replace(/\/$/, ''),
        clock: systemClock,
        random: Math.random,
        logger,
      };
      return new SummaryScheduler(job, posting, logger);
    },
  };
}

/** A channel of its own, for who reads once a week; else the one of the incidents. */
function slackOf(config: AlertingConfig): SlackSummaryPost | undefined {
  const channelId = config.SUMMARY_SLACK_CHANNEL ?? config.SLACK_CHANNEL;
  if (config.SLACK_BOT_TOKEN === undefined || channelId === undefined) return undefined;
  return new SlackSummaryPost({
    token: config.SLACK_BOT_TOKEN.reveal(),
    channelId,
    apiUrl: config.SLACK_API_URL,
  });
}
