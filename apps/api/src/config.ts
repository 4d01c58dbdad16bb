import { Secret, commonConfigShape, secretSchema } from '#config';
import { keyConfigShape } from '#keys';
import { timeZoneSchema } from '#summary';
import { z } from 'zod';
import { oidcConfigShape, oidcNeeds } from './auth/oidc/oidc-config.js';

const { KEYS_FILE, VAULT_KEY } = keyConfigShape;
const { DATABASE_URL, HTTP_HOST, HTTP_PORT, LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT } = commonConfigShape;

const shape = {
  DATABASE_URL,
  HTTP_HOST,
  HTTP_PORT,
  LOG_LEVEL,
  OTEL_EXPORTER_OTLP_ENDPOINT,
  /** Opens every door of the API to a script; 32 characters or more. */
  API_TOKEN: z
    .string()
    .min(32, 'wants 32 characters or more (openssl rand -hex 32)')
    .transform((token) => new Secret(token)),
  /** The collector's: opens the evidence vault. Without either no original can be revealed. */
  KEYS_FILE,
  VAULT_KEY,
  /** Where people's browsers reach this API; login links begin with it. Default: where it listens. */
  PUBLIC_URL: z.url().optional(),
  /** The page of a trace in your tracing UI, with {traceId} in it. */
  TRACE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.includes('{traceId}'), 'has no {traceId}')
    .optional(),
  /** The analyzer's: rules of your own, for the catalogue. */
  RULES_DIR: z.string().min(1).optional(),
  /** Alerting's: where the week that goes on begins. */
  SUMMARY_TIME_ZONE: timeZoneSchema.default('UTC'),
  /** Signs what Slack and PagerDuty send here; several with commas while one is rotated. Without: all is refused. */
  SLACK_SIGNING_SECRET: secretSchema.optional(),
  SLACK_SIGNING_SECRET_FILE: z.string().min(1).optional(),
  PAGERDUTY_WEBHOOK_SECRET: secretSchema.optional(),
  PAGERDUTY_WEBHOOK_SECRET_FILE: z.string().min(1).optional(),
  /** Where Slack takes answers to clicks. */
  SLACK_ANSWER_ORIGIN: z.url().default('https://hooks.slack.com'),
  /** The built console. */
  CONSOLE_DIR: z.string().default('dist/console'),
  /** Calls a minute that one login may make, and one address without a login; of each process. */
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(1200),
  LOGIN_RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(60),
  ...oidcConfigShape,
};

/** What the API is told by its environment. */
export const configSchema = z.object(shape).superRefine((config, context) => {
  if (config.OIDC_ISSUER === undefined) return;
  for (const name of oidcNeeds.filter((name) => config[name] === undefined))
    context.addIssue({ code: 'custom', path: [name], message: 'goes with OIDC_ISSUER' });
});

export type ApiConfig = z.infer<typeof configSchema>;
