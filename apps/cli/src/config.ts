import { commonConfigShape, loadConfig, secretSchema } from '#config';
import { keyConfigShape } from '#keys';
import { timeZoneSchema } from '#summary';
import { z } from 'zod';

const configSchema = z.object({
  KAFKA_BROKERS: commonConfigShape.KAFKA_BROKERS.optional(),
  DATABASE_URL: commonConfigShape.DATABASE_URL.optional(),
  TOPIC_PREFIX: commonConfigShape.TOPIC_PREFIX,
  /** Where the API listens, and its token. */
  API_URL: z.url().optional(),
  API_TOKEN: secretSchema.optional(),
  /** The collector's. */
  ...keyConfigShape,
  MASKING_POLICY_FILE: z.string().min(1).optional(),
  /** Alerting's: where a week of `summary` begins. */
  SUMMARY_TIME_ZONE: timeZoneSchema.default('UTC'),
  /** Bearer tokens of the models that `probe` asks. */
  PROBE_TUNED_TOKEN: secretSchema.optional(),
  PROBE_BASE_TOKEN: secretSchema.optional(),
  /** The folder of an installation that `npm start` runs; default `.tunewarden` of the project. */
  TUNEWARDEN_HOME: z.string().optional(),
});

/** What the environment says; every command that needs a service can be told by it where that is. */
export function readConfig(): z.infer<typeof configSchema> {
  return loadConfig(configSchema, process.env);
}
