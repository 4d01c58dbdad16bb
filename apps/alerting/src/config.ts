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
    /** `on`: messages have buttons. Only where the API has SLACK_SIGNING_SECRET, since it takes the clicks. */
    SLACK_BUTTONS: z
      .enum(['on', 'off'])
      .default('off')
      .transform((value) => value === 'on'),
    /** 32 characters, of a service's Events API v2 integration. */
    PAGERDUTY_ROUTING_KEY: secretSchema.optional(),
    /** Differs for accounts in the EU. */
    PAGERDUTY_URL: z.url().default('https://events.pagerduty.com'),
    /** Where PagerDuty's own events do not say so after so long, it is told again that an incident is over. */
    PAGERDUTY_AGREE_SECONDS: z.coerce.number().int().min(1).max(86_400).default(120),
    /** A YAML file of routes, receivers and inhibitions; without it the channel and key above are the receivers. */
    ROUTING_FILE: z.string().min(1).optional(),
    /** Hosts of generic webhooks that may be private or loopback addresses, with commas. */
    WEBHOOK_PRIVATE_HOSTS: z
      .string()
      .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
      .default([]),
    /** From this severity on an incident pages, where there is no ROUTING_FILE. */
    PAGERDUTY_MIN_SEVERITY: severitySchema.default('high'),
    /** A dead man's switch: called once a canary came all the way; whoever stands behind it misses it. Turns canaries on. */
    WATCHDOG_URL: z.url().optional(),
    /** Signs those calls, as `whsec_` and base64. */
    WATCHDOG_SECRET: secretSchema.optional(),
    /** Paged straight from this process where no canary comes; PAGERDUTY_ROUTING_KEY where there is none. */
    WATCHDOG_ROUTING_KEY: secretSchema.optional(),
    WATCHDOG_EVERY_SECONDS: z.coerce.number().int().min(1).max(3_600).default(60),
    WATCHDOG_SILENCE_SECONDS: z.coerce.number().int().min(5).max(86_400).default(180),
    /** The topic that canaries are logged to; default the native one. */
    WATCHDOG_TOPIC: z.string().min(1).optional(),
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
  })
  .refine((config) => (config.WATCHDOG_URL === undefined) === (config.WATCHDOG_SECRET === undefined), {
    path: ['WATCHDOG_SECRET'],
    message: 'WATCHDOG_URL and WATCHDOG_SECRET go together',
  });

/** Receivers name the variables that hold their secrets, so alerting keeps the environment at hand. */
export type AlertingConfig = z.infer<typeof configSchema> & {
  readonly environment: Readonly<Record<string, string | undefined>>;
};
