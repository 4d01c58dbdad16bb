import { AppError } from '#kernel';
import { z } from 'zod';
import { secretSchema } from './secret.js';

/** What every app needs to know. Spread into the app's own `z.object`. */
export const commonConfigShape = {
  KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .pipe(
      z
        .array(z.string().regex(/^[^\s:]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/, 'want host:port[,host:port…]'))
        .min(1),
    ),
  DATABASE_URL: secretSchema,
  /** In front of every topic and consumer group, so that installations can share a cluster. */
  TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,100}$/)
    .default(''),
  HTTP_HOST: z.string().default('127.0.0.1'),
  /** 0: any free port. */
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
};

/**
 * The configuration that `schema` reads from `environment`; an empty variable counts as absent.
 * Throws an AppError that lists every bad key at once, by name and never by value.
 */
export function loadConfig<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return present[String(issue.path[0])] === undefined ? `${name} is not set` : `${name}: ${issue.message}`;
  });
  throw new AppError(
    'config.invalid',
    `Configuration: ${problems.join('; ')}. See deploy/env.example.`,
    false,
  );
}
