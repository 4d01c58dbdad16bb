import type { Interaction, NativeInteraction } from '#contracts';
import { type TenantKey, pseudonym } from './keyed-token.js';
import { maskJson } from './mask-json.js';
import { maskText } from './mask-text.js';
import type { Masker } from './masker.js';
import { renderMessage, renderToolCall } from './render-parts.js';

/** What a tenant's text is masked with. */
export interface Masking {
  readonly key: TenantKey;
  readonly maskers: readonly Masker[];
}
export type MaskingOf = (tenant: string) => Masking;

/** What the log itself does not say. */
export interface InteractionContext extends Masking {
  /** Stands for an absent `id`. */
  readonly fallbackId: string;
  readonly modelKey: number;
  /** When it happened, after checks against the broker's clock. */
  readonly occurredAtMs: number;
}

/** Attributes are kept for people to read, not for machines: beyond this they are cut. */
const longestAttributes = 64 * 1024;

/** The masked form of a logged interaction: every text in it has gone through the maskers. */
export function maskInteraction(native: NativeInteraction, context: InteractionContext): Interaction {
  const { key } = context;
  const inMessages: Record<string, number> = {};
  const inResponse: Record<string, number> = {};
  const mask = (text: string, counts: Record<string, number>): string => maskCounting(text, counts, context);
  const { usage, actor } = native;
  const actorId = actor?.id ?? actor?.ip;
  return {
    id: native.id === undefined ? context.fallbackId : mask(native.id, {}),
    occurredAtMs: context.occurredAtMs,
    tenant: native.tenant,
    modelKey: context.modelKey,
    model: native.model,
    app: native.app === undefined ? undefined : mask(native.app, {}),
    environment: native.environment === undefined ? undefined : mask(native.environment, {}),
    session: native.session === undefined ? undefined : pseudonym('session', native.session, key),
    actor: actorId === undefined ? undefined : pseudonym('actor', actorId, key),
    address: actor?.ip === undefined ? undefined : pseudonym('address', actor.ip, key),
    system: native.system === undefined ? undefined : mask(native.system, inMessages),
    messages: native.messages.flatMap((message) =>
      renderMessage(message, (text) => mask(text, inMessages), key),
    ),
    response: maskResponse(native.response, (text) => mask(text, inResponse)),
    inputTokens: usage?.input_tokens,
    outputTokens: usage?.output_tokens,
    latencyMs: native.latency_ms,
    error: native.error === undefined ? undefined : mask(native.error, {}),
    guardrail: native.guardrail === undefined ? undefined : maskGuardrail(native.guardrail, context),
    promptTemplate: native.prompt_template === undefined ? undefined : mask(native.prompt_template, {}),
    maskedInMessages: inMessages,
    maskedInResponse: inResponse,
    attributes: attributesOf(native, (text) => mask(text, {})),
  };
}

/** Verdicts of upstream guardrails, masked: a policy may be named after what it found. */
export function maskGuardrail(
  results: NonNullable<NativeInteraction['guardrail']>,
  masking: Masking,
): NonNullable<Interaction['guardrail']> {
  const mask = (text: string): string => maskText(text, masking.key, masking.maskers).text;
  return results.map((result) => ({ ...result, policy: mask(result.policy), verdict: mask(result.verdict) }));
}

function maskCounting(text: string, counts: Record<string, number>, { key, maskers }: Masking): string {
  const masked = maskText(text, key, maskers);
  for (const [type, count] of Object.entries(masked.counts)) counts[type] = (counts[type] ?? 0) + count;
  return masked.text;
}

function maskResponse(
  response: NativeInteraction['response'],
  mask: (text: string) => string,
): Interaction['response'] {
  if (response === undefined) return undefined;
  const { content, finish_reason: finishReason, tool_calls: calls = [] } = response;
  return {
    content: mask(content),
    finishReason: finishReason === undefined ? undefined : mask(finishReason),
    ...(calls.length > 0 && { toolCalls: calls.map((call) => renderToolCall(call, mask)) }),
  };
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
  'guardrail',
  'prompt_template',
  'trace',
]);

/** Everything that has no field of its own, unknown keys included, as masked JSON; undefined where there is nothing. */
function attributesOf(native: NativeInteraction, mask: (text: string) => string): string | undefined {
  const rest = Object.entries(native).filter(([name]) => !fieldsWithAPlace.has(name));
  if (native.usage?.cost !== undefined) rest.push(['cost', native.usage.cost]);
  if (rest.length === 0) return undefined;
  const masked = maskJson(Object.fromEntries(rest), (text) => mask(text.toWellFormed()));
  return JSON.stringify(masked).slice(0, longestAttributes).toWellFormed();
}
