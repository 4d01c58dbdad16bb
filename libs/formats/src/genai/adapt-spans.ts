import { asText } from '../clean-text.js';
import type { AdaptContext, AdaptedRecord } from '../format.js';
import type { OtlpSpan } from '../otlp/otlp-records.js';
import { checked, interactionOf } from '../native-record.js';
import { commonFields, interactionIdOf } from './common-fields.js';
import { contentOfSpan } from './span-content.js';

const inferences = new Set(['chat', 'text_completion', 'generate_content', 'completion']);
const longestLatencyMs = 86_400_000;

/** The records of spans: an interaction for each inference, and the reason for each span that is none. */
export function adaptSpans(
  spans: readonly OtlpSpan[],
  { receivedAtMs }: AdaptContext,
): readonly AdaptedRecord[] {
  return spans.map((span) => adaptSpan(span, receivedAtMs));
}

function adaptSpan(span: OtlpSpan, receivedAtMs: number): AdaptedRecord {
  const { attributes } = span;
  const isGenAi = [...attributes.keys()].some((name) => /^(gen_ai|llm|openinference|traceloop)\./.test(name));
  if (!isGenAi) return { kind: 'skip', reason: 'not-genai' };
  if (!isInference(span)) return { kind: 'skip', reason: 'not-an-inference' };
  const content = contentOfSpan(span);
  const latencyMs = span.endMs - span.startMs;
  const native = interactionOf(
    {
      ...commonFields(span, receivedAtMs),
      ...(latencyMs >= 0 && latencyMs <= longestLatencyMs && { latency_ms: latencyMs }),
      ...(span.error !== undefined && { error: asText(span.error || 'error', 10_000) }),
    },
    content ?? { messages: [] },
  );
  if (content !== undefined) return checked(native, (valid) => ({ kind: 'interaction', native: valid }));
  const of = interactionIdOf(span);
  if (of === undefined) return { kind: 'skip', reason: 'no-text' };
  return checked(native, (valid) => ({ kind: 'part', of, part: 'span', native: valid }));
}

/** An agent, a chain, a tool or an embedding is logged beside the inferences in it: only these are interactions. */
function isInference({ attributes }: OtlpSpan): boolean {
  const kind = attributes.get('openinference.span.kind');
  if (typeof kind === 'string') return kind.toUpperCase() === 'LLM';
  const operation = attributes.get('gen_ai.operation.name') ?? attributes.get('llm.request.type');
  if (typeof operation === 'string') return inferences.has(operation);
  if (attributes.has('traceloop.span.kind')) return false;
  return attributes.has('gen_ai.request.model') || attributes.has('gen_ai.response.model');
}
