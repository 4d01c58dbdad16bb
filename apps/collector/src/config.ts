import { readFileSync } from 'node:fs';
import { Secret, commonConfigShape } from '#config';
import { z } from 'zod';

const keyPattern = /^[0-9a-f]{64}$/i;

/** What the collector is told by its environment. */
export const configSchema = z
  .object({
    ...commonConfigShape,
    /** Topics in the native format; default `<TOPIC_PREFIX>llm.interactions`. */
    SOURCE_TOPICS: z
      .string()
      .transform((list) => list.split(',').map((topic) => topic.trim()))
      .optional(),
    /** 64 hexadecimal digits; tenants' keys are derived from it. Or a file that holds them. */
    MASKING_KEY: z.string().regex(keyPattern, 'wants 64 hexadecimal digits').optional(),
    MASKING_KEY_FILE: z.string().optional(),
    /** Larger messages are dead letters. */
    MAX_MESSAGE_BYTES: z.coerce.number().int().positive().default(10_000_000),
  })
  .transform((config, context) => {
    const { MASKING_KEY, MASKING_KEY_FILE, ...rest } = config;
    const hex = MASKING_KEY ?? readKeyFile(MASKING_KEY_FILE);
    if (hex !== undefined && keyPattern.test(hex)) return { ...rest, maskingKey: new Secret(hex) };
    const message =
      MASKING_KEY_FILE === undefined
        ? 'wants 64 hexadecimal digits, or MASKING_KEY_FILE a file that holds them (openssl rand -hex 32)'
        : 'names no readable file with 64 hexadecimal digits';
    const path = [MASKING_KEY_FILE === undefined ? 'MASKING_KEY' : 'MASKING_KEY_FILE'];
    context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });

export type CollectorConfig = z.infer<typeof configSchema>;

function readKeyFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
