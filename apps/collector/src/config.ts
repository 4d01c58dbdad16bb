import { Secret, commonConfigShape, loadConfig } from '#config';
import { keyConfigShape } from '#keys';
import { z } from 'zod';

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);
const list = z.string().transform((text) => text.split(',').map((one) => one.trim()));

/** What the collector is told by its environment. */
export const configSchema = z
  .object({
    ...commonConfigShape,
    ...keyConfigShape,
    /** `topic=format` with commas; default: the native topic and the two of OTLP, behind TOPIC_PREFIX. */
    SOURCE_TOPICS: list
      .pipe(z.array(z.string().regex(/^[\w.-]{1,200}(=[\w.-]{1,100})?$/, 'wants topic=format,topic=format')))
      .optional(),
    /** A folder of field mappings of your own, beside the shipped ones. */
    MAPPINGS_DIR: z.string().min(1).optional(),
    /** A YAML file that says what is masked for which tenant; default: every entity, for everybody. */
    MASKING_POLICY_FILE: z.string().min(1).optional(),
    /** Tenants whose originals go to the evidence vault, with commas; default none. */
    VAULT_TENANTS: list.default([]),
    /** Larger messages are dead letters. */
    MAX_MESSAGE_BYTES: z.coerce.number().int().positive().max(20_000_000).default(10_000_000),
    /** What OTLP exporters must send as a bearer token; without it anybody who reaches the port may send. */
    OTLP_TOKEN: z
      .string()
      .min(16, 'wants 16 characters or more')
      .transform((token) => new Secret(token))
      .optional(),
  })
  .check(({ value, issues }) => {
    if (value.OTLP_TOKEN !== undefined || loopback.has(value.HTTP_HOST)) return;
    const message = 'is wanted where HTTP_HOST is not loopback: anybody could send spans';
    issues.push({ code: 'custom', path: ['OTLP_TOKEN'], message, input: value.OTLP_TOKEN });
  })
  .check(({ value, issues }) => {
    if (value.KEYS_FILE ?? value.MASKING_KEY ?? value.MASKING_KEY_FILE) return;
    const message = 'wants 64 hexadecimal digits (openssl rand -hex 32), or set KEYS_FILE to a file for keys';
    issues.push({ code: 'custom', path: ['MASKING_KEY'], message, input: undefined });
  })
  .check(({ value, issues }) => {
    if (value.VAULT_TENANTS.length === 0 || (value.KEYS_FILE ?? value.VAULT_KEY)) return;
    const message = 'wants a key to seal with: set KEYS_FILE, or VAULT_KEY (openssl rand -hex 32)';
    issues.push({ code: 'custom', path: ['VAULT_TENANTS'], message, input: value.VAULT_TENANTS });
  });

export type CollectorConfig = z.infer<typeof configSchema>;

/** What the environment says: the same in every thread. */
export function readConfig(): CollectorConfig {
  return loadConfig(configSchema, process.env);
}
