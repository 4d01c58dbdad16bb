import { commonConfigShape, secretSchema } from '#config';
import { severitySchema } from '#contracts';
import { timeZoneSchema } from '#summary';
import { z } from 'zod';
import { isCron } from './summary/due-week.js';

/** What alerting is told by its environment. A channel without its secret is off. */
export const configSchema = z
  .object({
    ...commonConfigShape,
    SLACK_BOT_TOKEN: secretSchema.optional(),
    /** Channel id, e.g. C0123456789. */
    SLACK_CHANNEL: z.string().optional(),
    SLACK_API_URL: z.url().default('https://slack.com/api/'),
    /** 32 characters, of a service's Events API v2 integration. */
    PAGERDUTY_ROUTING_KEY: secretSchema.optional(),
    /** Differs for accounts in the EU. */
    PAGERDUTY_URL: z.url().default('https://events.pagerduty.com'),
    /** From this severity on an incident pages. */
    PAGERDUTY_MIN_SEVERITY: severitySchema.default('high'),
    /** Where people open the console; messages link there. */
    CONSOLE_URL: z.url().default('http://127.0.0.1:8080'),
    /** When a week that is over is summarised: cron's fields, in the zone below. */
    SUMMARY_CRON: z.string().refine(isCron, 'wants cron fields, e.g. 0 8 * * 1').default('0 8 * * 1'),
    /** Weeks begin on Monday 00:00 there. */
    SUMMARY_TIME_ZONE: timeZoneSchema.default('UTC'),
    /** Where summaries are posted; default SLACK_CHANNEL. */
    SUMMARY_SLACK_CHANNEL: z.string().optional(),
  })
  .refine((config) => (config.SLACK_BOT_TOKEN === undefined) === (config.SLACK_CHANNEL === undefined), {
    path: ['SLACK_CHANNEL'],
    message: 'SLACK_BOT_TOKEN and SLACK_CHANNEL go together',
  });

export type AlertingConfig = z.infer<typeof configSchema>;
