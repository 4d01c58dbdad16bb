import { randomBytes } from 'node:crypto';

/** What a test says of a span; the rest is an ordinary chat. */
export interface ChatSpan {
  readonly prompt: string;
  readonly response?: string;
  readonly model?: string;
  readonly startTimeUnixNano?: string;
}

/** A chat as OTLP/JSON carries its span, messages on the span as JSON text (GenAI conventions 1.37). */
export function chatSpan({ prompt, response = 'Yes.', model = 'careful', startTimeUnixNano }: ChatSpan) {
  const startedAt = BigInt(Date.now() - 1_000) * 1_000_000n;
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: `chat ${model}`,
    kind: 3,
    startTimeUnixNano: startTimeUnixNano ?? String(startedAt),
    endTimeUnixNano: String(startedAt + 800_000_000n),
    attributes: [
      attribute('gen_ai.operation.name', 'chat'),
      attribute('gen_ai.request.model', model),
      attribute('gen_ai.input.messages', messagesOf('user', prompt)),
      attribute('gen_ai.output.messages', messagesOf('assistant', response)),
    ],
  };
}

/** An export request of spans in OTLP/JSON. */
export function exportOf(...spans: readonly object[]): Buffer {
  const resource = { attributes: [attribute('service.name', 'test')] };
  return Buffer.from(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }));
}

function messagesOf(role: string, content: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
}

function attribute(key: string, stringValue: string): object {
  return { key, value: { stringValue } };
}
