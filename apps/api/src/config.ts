import { Secret, commonConfigShape } from '#config';
import { keyConfigShape } from '#keys';
import { timeZoneSchema } from '#summary';
import { z } from 'zod';

const { KEYS_FILE, VAULT_KEY } = keyConfigShape;
const { DATABASE_URL, HTTP_HOST, HTTP_PORT, LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT } = commonConfigShape;

/** What the API is told by its environment. */
export const configSchema = z.object({
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
  /** Alerting's: where the week that goes on begins. */
  SUMMARY_TIME_ZONE: timeZoneSchema.default('UTC'),
  /** The built console. */
  CONSOLE_DIR: z.string().default('dist/console'),
});

export type ApiConfig = z.infer<typeof configSchema>;
