import type { Interaction, Message, NativeInteraction } from '#contracts';
import { type TenantKey, pseudonym } from './keyed-token.js';
import { maskText } from './mask-text.js';

/** What the log itself does not say. */
export interface InteractionContext {
  /** Stands for an absent `id`. */
  readonly fallbackId: string;
  readonly modelKey: number;
  /** When it happened, after checks against the broker's clock. */
  readonly occurredAtMs: number;
  readonly key: TenantKey;
}

/** Attributes are kept for people to read, not for machines: beyond this they are cut. */
const longestAttributes = 64 * 1024;

/** The masked form of a logged interaction: every text in it has gone through the maskers. */
export function maskInteraction(native: NativeInteraction, context: InteractionContext): Interaction {
  const { key } = context;
  const inMessages: Record<string, number> = {};
  const inResponse: Record<string, number> = {};
  const mask = (text: string, counts: Record<string, number>): string => maskCounting(text, counts, key);
  const { response, usage, actor } = native;
  const actorId = actor?.id ?? actor?.ip;
  return {
    id: mask(native.id ?? context.fallbackId, {}),
    occurredAtMs: context.occurredAtMs,
    tenant: native.tenant,
    modelKey: context.modelKey,
    model: native.model,
    app: native.app,
    environment: native.environment,
    session: native.session === undefined ? undefined : pseudonym('session', native.session, key),
    actor: actorId === undefined ? undefined : pseudonym('actor', actorId, key),
    system: native.system === undefined ? undefined : mask(native.system, inMessages),
    messages: native.messages.map((message) => maskMessage(message, (text) => mask(text, inMessages))),
    response:
      response === undefined
        ? undefined
        : { content: mask(response.content, inResponse), finishReason: response.finish_reason },
    inputTokens: usage?.input_tokens,
    outputTokens: usage?.output_tokens,
    latencyMs: native.latency_ms,
    error: native.error === undefined ? undefined : mask(native.error, {}),
    maskedInMessages: inMessages,
    maskedInResponse: inResponse,
    attributes: attributesOf(native, (text) => mask(text, {})),
  };
}

function maskCounting(text: string, counts: Record<string, number>, key: TenantKey): string {
  const masked = maskText(text, key);
  for (const [type, count] of Object.entries(masked.counts)) counts[type] = (counts[type] ?? 0) + count;
  return masked.text;
}

function maskMessage(
  message: NativeInteraction['messages'][number],
  mask: (text: string) => string,
): Message {
  const { role, content, parts = [], where } = message;
  const texts = [
    ...(content === undefined ? [] : [content]),
    ...parts.map((part) => part.text ?? `[${part.type}]`),
  ];
  return { role, content: mask(texts.join('\n')), where: where ?? (role === 'tool' ? 'tool' : undefined) };
}

const fieldsWithAPlace = new Set([
  'id',
  'occurred_at',
  'model',
  'tenant',
  'app',
  'environment',
  'session',
  'actor',
  'system',
  'messages',
  'response',
  'usage',
  'latency_ms',
  'error',
  'trace',
]);

/** Everything that has no field of its own, unknown keys included, as masked JSON; undefined where there is nothing. */
function attributesOf(native: NativeInteraction, mask: (text: string) => string): string | undefined {
  const rest = Object.entries(native).filter(([name]) => !fieldsWithAPlace.has(name));
  const toolCalls = native.response?.tool_calls;
  if (toolCalls !== undefined) rest.push(['tool_calls', toolCalls]);
  if (native.usage?.cost !== undefined) rest.push(['cost', native.usage.cost]);
  if (rest.length === 0) return undefined;
  return mask(JSON.stringify(Object.fromEntries(rest)).slice(0, longestAttributes).toWellFormed());
}
