import { commonConfigShape, loadConfig } from '#config';
import { z } from 'zod';

const configSchema = z.object({
  KAFKA_BROKERS: commonConfigShape.KAFKA_BROKERS.optional(),
  DATABASE_URL: commonConfigShape.DATABASE_URL.optional(),
  TOPIC_PREFIX: commonConfigShape.TOPIC_PREFIX,
  /** 64 hexadecimal digits, or the file that holds them: the collector's. */
  MASKING_KEY: z.string().optional(),
  MASKING_KEY_FILE: z.string().optional(),
  /** The folder of an installation that `npm start` runs; default `.tunewarden` of the project. */
  TUNEWARDEN_HOME: z.string().optional(),
});

/** What the environment says; every command that needs a service can be told by it where that is. */
export function readConfig(): z.infer<typeof configSchema> {
  return loadConfig(configSchema, process.env);
}
