import { z } from 'zod';

/** True where a string is free of U+0000 and lone surrogates, which neither Postgres text nor UTF-8 can hold. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

const unstorable = 'holds U+0000 or a lone surrogate';
const text = z.string().refine(isStorable, unstorable);
/** An identifier from a log: short, one line, printable. Still data, never trusted. */
const identifier = text
  .min(1)
  .max(200)
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/u, 'holds control characters');

const roleSchema = z.enum(['system', 'developer', 'user', 'assistant', 'tool']);
const whereSchema = z.enum(['user', 'retrieved', 'tool']);

/**
 * A part of a message. Known types: `text`, `reasoning` and `document` (retrieved) with `text`; `tool_call` with `name`
 * and `arguments`; `tool_call_response` with `result`; `image`, `audio`, `video` and `file` with `mime_type` and `data`
 * (base64) or `uri`. Of an unknown type, `text` is read.
 */
const partSchema = z.looseObject({ type: text.max(64), text: text.optional() });
export type MessagePart = z.infer<typeof partSchema>;

const nativeMessageSchema = z
  .object({
    role: roleSchema,
    content: text.optional(),
    parts: z.array(partSchema).max(1000).optional(),
    where: whereSchema.optional(),
  })
  .refine((m) => m.content !== undefined || m.parts !== undefined, 'needs content or parts');

const modelSchema = z.object({
  id: identifier,
  version: identifier.default('unversioned'),
  base: identifier.optional(),
  kind: z.enum(['tuned', 'base']).default('tuned'),
});

const actorSchema = z.object({
  id: identifier.optional(),
  kind: z.string().max(40).optional(),
  ip: z.string().max(64).optional(),
});

const usageSchema = z.object({
  input_tokens: z.number().int().nonnegative().optional(),
  output_tokens: z.number().int().nonnegative().optional(),
  cost: z.number().nonnegative().optional(),
});

const guardrailSchema = z.object({
  policy: text.max(200),
  verdict: text.max(200),
  score: z.number().optional(),
});

const shared = {
  id: identifier.max(128).optional(),
  occurred_at: z.iso.datetime({ offset: true }),
  model: modelSchema,
  tenant: identifier.max(64).default('default'),
  app: identifier.optional(),
  environment: identifier.max(64).optional(),
  session: identifier.optional(),
  actor: actorSchema.optional(),
  system: text.optional(),
  usage: usageSchema.optional(),
  latency_ms: z.number().nonnegative().max(86_400_000).optional(),
  error: text.max(10_000).optional(),
  guardrail: z.array(guardrailSchema).max(100).optional(),
  prompt_template: identifier.optional(),
};

/**
 * The native log format, schema version 1 (ingest.md): what a producer writes to `llm.interactions`.
 * Unknown keys at the top are not an error; the collector keeps them under `attributes`.
 */
export const nativeInteractionSchema = z.looseObject({
  ...shared,
  /** Empty only where the prompt was not logged. */
  messages: z.array(nativeMessageSchema).max(10_000),
  response: z
    .object({
      content: text,
      finish_reason: text.max(64).optional(),
      tool_calls: z.array(z.unknown()).max(1000).optional(),
    })
    .optional(),
  trace: z.object({ traceparent: z.string().max(256).optional() }).optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
});
export type NativeInteraction = z.infer<typeof nativeInteractionSchema>;

/** Masked, it may be longer than the door takes: a token is longer than a short value that it stands for. */
const maskedGuardrailSchema = guardrailSchema.extend({ policy: z.string(), verdict: z.string() });

const messageSchema = z.object({ role: roleSchema, content: z.string(), where: whereSchema.optional() });

/**
 * One logged exchange after decoding, resolving and masking: the value of an `interactions.masked` message.
 * Every text in it has gone through the maskers; `actor` and `session` are keyed hashes.
 */
export const interactionSchema = z.object({
  id: z.string(),
  occurredAtMs: z.number().int(),
  tenant: z.string(),
  /** Row of the model registry. */
  modelKey: z.number().int(),
  model: z.object({
    id: z.string(),
    version: z.string(),
    base: z.string().optional(),
    kind: z.enum(['tuned', 'base']),
  }),
  app: z.string().optional(),
  environment: z.string().optional(),
  session: z.string().optional(),
  actor: z.string().optional(),
  /** Keyed hash of the network address that it came from. */
  address: z.string().optional(),
  system: z.string().optional(),
  messages: z.array(messageSchema),
  response: z
    .object({
      content: z.string(),
      finishReason: z.string().optional(),
      /** `name(arguments)`, in order. */
      toolCalls: z.array(z.string()).optional(),
    })
    .optional(),
  inputTokens: z.number().optional(),
  outputTokens: z.number().optional(),
  latencyMs: z.number().optional(),
  error: z.string().optional(),
  /** What guardrails upstream of Tunewarden said of it. */
  guardrail: z.array(maskedGuardrailSchema).optional(),
  promptTemplate: z.string().optional(),
  /** How many entities of each type were masked, in the messages and, apart, in the response. */
  maskedInMessages: z.record(z.string(), z.number()),
  maskedInResponse: z.record(z.string(), z.number()),
  /** Unknown and free attributes of the log as masked JSON text; never interpreted. */
  attributes: z.string().optional(),
});
export type Interaction = z.infer<typeof interactionSchema>;

/** The value of an `interactions.masked` message of kind `guardrail`: a verdict that was logged apart. */
export const guardrailRecordSchema = z.object({
  interactionId: z.string(),
  tenant: z.string(),
  results: z.array(maskedGuardrailSchema),
});
export type GuardrailRecord = z.infer<typeof guardrailRecordSchema>;
export type Message = z.infer<typeof messageSchema>;
