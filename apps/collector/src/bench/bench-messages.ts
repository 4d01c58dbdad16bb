import { exportRequests } from '#formats';

/** One message of a bench, and the format that its topic would have. */
export interface BenchMessage {
  readonly format: string;
  readonly contentType?: string;
  readonly value: Buffer;
}

/** What an application logs of one call to a model, whatever the format. */
interface Exchange {
  readonly number: number;
  readonly system: string;
  readonly question: string;
  readonly answer: string;
}

/** One way to log an exchange: as one message, or as two that are joined. */
type Writer = (exchange: Exchange) => readonly BenchMessage[];

const startedAtMs = Date.parse('2026-11-24T10:00:00Z');
const filler =
  'The parcel left the warehouse on Tuesday and the carrier expects to hand it over before the weekend; until then ' +
  'the address can be changed once, without a fee, in the order overview. Please keep the number of your order at hand. ';
const system = 'You answer questions about parcels in two sentences.';

/** The messages that `count` different exchanges are logged as; those of one exchange have `sizeBytes` together. */
export function benchMessages(
  writerName: string,
  sizeBytes: number,
  count: number,
): readonly (readonly BenchMessage[])[] {
  const write = writers[writerName];
  if (write === undefined)
    throw new RangeError(`There is no ${writerName}; there are ${writerNames.join(', ')}`);
  return Array.from({ length: count }, (_, number) => {
    const bare = bytesOf(write(exchangeOf(number, 0)));
    return write(exchangeOf(number, Math.max(0, sizeBytes - bare)));
  });
}

/** The bytes of some messages together. */
export function bytesOf(messages: readonly BenchMessage[]): number {
  return messages.reduce((sum, { value }) => sum + value.length, 0);
}

/** A third of the padding is the question's; one exchange in four names a person's address and number. */
function exchangeOf(number: number, padding: number): Exchange {
  const contact =
    number % 4 === 0 ? ` Write to customer.${number}@example.org or call +44 20 7946 0${100 + number}.` : '';
  const questionBytes = Math.max(0, Math.floor(padding / 3) - contact.length);
  return {
    number,
    system,
    question: `When does my parcel arrive? ${words(number, questionBytes)}${padding === 0 ? '' : contact}`,
    answer: `Here is what we know. ${words(number + 7, padding - Math.floor(padding / 3))}`,
  };
}

/** Plain words, beginning at a place that `number` decides, so that no two messages are the same. */
function words(number: number, length: number): string {
  const start = (number * 31) % filler.length;
  return filler.repeat(Math.ceil((length + start) / filler.length)).slice(start, start + length);
}

const writers: Readonly<Record<string, Writer>> = {
  native: (exchange) => [{ format: 'native', value: jsonBytes(nativeOf(exchange)) }],
  'otlp-json': (exchange) => [
    { format: 'otlp-traces', contentType: json, value: jsonBytes(spansOf(exchange, structured(exchange))) },
  ],
  'otlp-protobuf': (exchange) => {
    const request = exportRequests.traces.fromObject(spansOf(exchange, structured(exchange)));
    const value = Buffer.from(exportRequests.traces.encode(request).finish());
    return [{ format: 'otlp-traces', contentType: 'application/x-protobuf', value }];
  },
  openinference: (exchange) => [
    {
      format: 'otlp-traces',
      contentType: json,
      value: jsonBytes(spansOf(exchange, openInference(exchange))),
    },
  ],
  joined: (exchange) => [
    { format: 'otlp-logs', contentType: json, value: jsonBytes(eventsOf(exchange)) },
    { format: 'otlp-traces', contentType: json, value: jsonBytes(spansOf(exchange, {})) },
  ],
  mapped: (exchange) => [{ format: 'litellm', value: jsonBytes(litellmOf(exchange)) }],
};

/** Every way of logging that is measured. */
export const writerNames = Object.keys(writers);

const json = 'application/json';

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function nativeOf({ number, question, answer }: Exchange) {
  return {
    id: `bench-${number}`,
    occurred_at: new Date(startedAtMs + number).toISOString(),
    model: { id: 'bench', version: '1', base: 'llama-3.1-8b' },
    session: `session-${number}`,
    actor: { id: `actor-${number}` },
    system,
    messages: [{ role: 'user', content: question }],
    response: { content: answer, finish_reason: 'stop' },
    usage: { input_tokens: 120, output_tokens: 240 },
    latency_ms: 640,
  };
}

function keyValues(attributes: Readonly<Record<string, string | number>>) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
  }));
}

function idsOf(number: number) {
  const hex = number.toString(16);
  return { traceId: hex.padStart(32, '5b'), spanId: hex.padStart(16, 'ee') };
}

function spansOf(exchange: Exchange, attributes: Readonly<Record<string, string>>) {
  const common = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'bench',
    'gen_ai.response.id': `chatcmpl-${exchange.number}`,
    'gen_ai.conversation.id': `session-${exchange.number}`,
    'user.id': `actor-${exchange.number}`,
    'gen_ai.usage.input_tokens': 120,
    'gen_ai.usage.output_tokens': 240,
  };
  const span = {
    ...idsOf(exchange.number),
    name: 'chat bench',
    kind: 3,
    startTimeUnixNano: `${startedAtMs}000000`,
    endTimeUnixNano: `${startedAtMs + 640}000000`,
    attributes: keyValues({ ...common, ...attributes }),
  };
  return {
    resourceSpans: [
      { resource: { attributes: keyValues({ 'service.name': 'bench' }) }, scopeSpans: [{ spans: [span] }] },
    ],
  };
}

function structured({ question, answer }: Exchange) {
  return {
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: system }]),
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: question }] }]),
    'gen_ai.output.messages': JSON.stringify([
      { role: 'assistant', parts: [{ type: 'text', content: answer }], finish_reason: 'stop' },
    ]),
  };
}

function openInference({ question, answer }: Exchange) {
  return {
    'openinference.span.kind': 'LLM',
    'llm.model_name': 'bench',
    'llm.input_messages.0.message.role': 'system',
    'llm.input_messages.0.message.content': system,
    'llm.input_messages.1.message.role': 'user',
    'llm.input_messages.1.message.content': question,
    'llm.output_messages.0.message.role': 'assistant',
    'llm.output_messages.0.message.content': answer,
  };
}

function eventsOf({ number, question, answer }: Exchange) {
  const event = (name: string, body: Readonly<Record<string, string>>) => ({
    ...idsOf(number),
    timeUnixNano: `${startedAtMs}000000`,
    eventName: name,
    attributes: keyValues({ 'gen_ai.system': 'openai' }),
    body: { kvlistValue: { values: keyValues(body) } },
  });
  const logRecords = [
    event('gen_ai.system.message', { content: system }),
    event('gen_ai.user.message', { content: question }),
    event('gen_ai.choice', { content: answer, finish_reason: 'stop' }),
  ];
  return { resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ logRecords }] }] };
}

function litellmOf({ number, question, answer }: Exchange) {
  return {
    id: `bench-${number}`,
    startTime: startedAtMs / 1000,
    model: 'bench',
    trace_id: `session-${number}`,
    end_user: `actor-${number}`,
    prompt_tokens: 120,
    completion_tokens: 240,
    response_time: 0.64,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: question },
    ],
    response: { choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: answer } }] },
  };
}
