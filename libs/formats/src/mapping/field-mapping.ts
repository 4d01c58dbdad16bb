import { AppError } from '#kernel';
import { compile } from 'json-p3';
import { parse } from 'yaml';
import { z } from 'zod';
import { expressionSteps } from './expression-steps.js';

/** Values at a JSONPath (RFC 9535); `| json |` reads the text that was found as JSON and goes on in it. */
const expressionSchema = z
  .string()
  .min(1)
  .max(500)
  .superRefine((text, context) => {
    for (const path of expressionSteps(text)) {
      if (path !== 'json' && !compiles(path))
        context.addIssue({ code: 'custom', message: `is no JSONPath: ${path}` });
    }
  });

const specSchema = z.union([
  expressionSchema,
  z.strictObject({
    path: expressionSchema,
    /** What a value stands for; one that is not listed stays as it is. */
    map: z.record(z.string(), z.string()).optional(),
    /** Of a time since the epoch, or of a duration. */
    unit: z.enum(['s', 'ms', 'us', 'ns']).optional(),
    /** All values with this in between, where the path finds several. */
    join: z.string().max(20).optional(),
  }),
]);
/** One way to find a value, or several: the first that finds something. */
const fieldSchema = z.union([specSchema, z.array(specSchema).min(1).max(10)]);

const fieldNames = [
  'id',
  'occurred_at',
  'model.id',
  'model.version',
  'model.base',
  'tenant',
  'app',
  'environment',
  'session',
  'actor.id',
  'actor.ip',
  'usage.input_tokens',
  'usage.output_tokens',
  'usage.cost',
  'latency_ms',
  'error',
  'prompt_template',
  'finish_reason',
] as const;

const mappingSchema = z.strictObject({
  /** The name of the format, for SOURCE_TOPICS. */
  name: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, 'wants lower case letters, digits and dashes'),
  description: z.string().max(1_000).optional(),
  /** Where the records of a message are; without it the message is one record. */
  each: expressionSchema.optional(),
  /** Other records are left out. */
  only: z
    .strictObject({ path: expressionSchema, in: z.array(z.union([z.string(), z.number(), z.boolean()])) })
    .optional(),
  fields: z.partialRecord(z.enum(fieldNames), fieldSchema),
  /** System instructions: text, parts or messages. */
  system: fieldSchema.optional(),
  /** Messages or the prompt: a list of messages in any vendor's shape, or text. */
  messages: fieldSchema,
  /** Texts of retrieved documents. */
  retrieved: fieldSchema.optional(),
  /** The answer: a message, choices, output messages or text. */
  response: fieldSchema.optional(),
  guardrail: z
    .strictObject({ policy: fieldSchema, verdict: fieldSchema, score: fieldSchema.optional() })
    .optional(),
});

/** How the interactions of one log format are read from its JSON. */
export type FieldMapping = z.infer<typeof mappingSchema>;
export type FieldName = (typeof fieldNames)[number];
export type FieldSpec = z.infer<typeof fieldSchema>;

/** The mapping that a YAML file holds. Throws an AppError that names the file and everything wrong in it. */
export function parseFieldMapping(yaml: string, file: string): FieldMapping {
  let value: unknown;
  try {
    value = parse(yaml, { maxAliasCount: 0 });
  } catch {
    throw new AppError('formats.bad-mapping', `${file} is not YAML`, false);
  }
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'mapping'}: ${message}`,
  );
  throw new AppError('formats.bad-mapping', `${file}: ${problems.join('; ')}`, false);
}

function compiles(path: string): boolean {
  try {
    compile(path);
    return true;
  } catch {
    return false;
  }
}
