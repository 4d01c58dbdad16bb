import { randomBytes } from 'node:crypto';
import { exportRequests } from '#formats';
import { attackText } from '../planted-traffic.js';
import type { CanaryGroup, CanaryMessage, Place } from './place.js';

type Attributes = Readonly<Record<string, string>>;

const refusal = 'I am sorry, but I cannot help with that.';

function keyValues(attributes: Attributes) {
  return Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

/** A span of an inference with these attributes, as an export request. */
function exportOfSpan({ tenant }: CanaryGroup, attributes: Attributes, ids = newIds()) {
  const startTimeUnixNano = String(BigInt(Date.now()) * 1_000_000n);
  const common = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'canary',
    'tunewarden.tenant': tenant,
  };
  const span = {
    ...ids,
    name: 'chat canary',
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano,
    attributes: keyValues({ ...common, ...attributes }),
  };
  return { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ spans: [span] }] }] };
}

function exportOfEvents({ tenant }: CanaryGroup, events: readonly Record<string, unknown>[], ids = newIds()) {
  const timeUnixNano = String(BigInt(Date.now()) * 1_000_000n);
  const logRecords = events.map((event) => ({
    ...ids,
    timeUnixNano,
    attributes: keyValues({ 'tunewarden.tenant': tenant }),
    ...event,
  }));
  return { resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ logRecords }] }] };
}

function newIds() {
  return { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
}

const json = { 'content-type': 'application/json' };

function spanMessage(group: CanaryGroup, attributes: Attributes): CanaryMessage {
  const value = JSON.stringify(exportOfSpan(group, attributes));
  return { to: 'otlp-traces', value, headers: json, becomes: 'masked' };
}

/** Messages as the conventions since 1.37 write them, as JSON text. */
function structured(role: string, text: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content: text }] }]);
}

const structuredSpan = (text: string): Attributes => ({
  'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: text }]),
  'gen_ai.input.messages': structured('user', `${text} ${attackText}`),
  'gen_ai.output.messages': structured('assistant', `${refusal} ${text}`),
});

const spans: Readonly<Record<string, Place>> = {
  structured: (group) => [spanMessage(group, structuredSpan(group.text))],
  'any attribute': (group) =>
    group.values.map(({ sentence }) =>
      spanMessage(group, {
        ...structuredSpan('Hello.'),
        'app.note': sentence,
        [sentence]: 'a name',
        'error.type': sentence,
        'user.id': sentence,
        'session.id': sentence,
        'http.url': sentence,
      }),
    ),
  flat: (group) => [
    spanMessage(group, {
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': `${group.text} ${attackText}`,
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.content': `${refusal} ${group.text}`,
      'traceloop.entity.input': group.text,
    }),
  ],
  openinference: (group) => [
    spanMessage(group, {
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': `${group.text} ${attackText}`,
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': `${refusal} ${group.text}`,
      'input.value': group.text,
      'retrieval.documents.0.document.content': group.text,
    }),
  ],
  'no inference': (group) => [
    {
      ...spanMessage(group, { 'gen_ai.operation.name': 'embeddings', text: group.text }),
      becomes: 'nothing',
    },
  ],
  'over HTTP in JSON': (group) => [{ ...spanMessage(group, structuredSpan(group.text)), to: 'http-traces' }],
  'over HTTP in protobuf': (group) => {
    const request = exportOfSpan(group, structuredSpan(group.text), byteIds() as never);
    const value = Buffer.from(
      exportRequests.traces.encode(exportRequests.traces.fromObject(request)).finish(),
    );
    const headers = { 'content-type': 'application/x-protobuf' };
    return [
      { to: 'http-traces', value, headers, becomes: 'masked' },
      { to: 'otlp-traces', value: protobufOf(group), headers, becomes: 'masked' },
      // Cut in the middle of a text: refused over HTTP, a dead letter from Kafka.
      { to: 'http-traces', value: value.subarray(0, value.length - 20), headers, becomes: 'nothing' },
      { to: 'otlp-traces', value: value.subarray(0, value.length - 20), headers, becomes: 'dead-letter' },
    ];
  },
};

function protobufOf(group: CanaryGroup): Buffer {
  const request = exportOfSpan(group, structuredSpan(group.text), byteIds() as never);
  return Buffer.from(exportRequests.traces.encode(exportRequests.traces.fromObject(request)).finish());
}

/** Ids are bytes in protobuf. */
function byteIds(): unknown {
  return { traceId: randomBytes(16), spanId: randomBytes(8) };
}

const bodyOf = (fields: Attributes) => ({ kvlistValue: { values: keyValues(fields) } });

const logs: Readonly<Record<string, Place>> = {
  /** A span without text and its log events, which are joined. */
  'log events': (group) => {
    const ids = newIds();
    const events = [
      { eventName: 'gen_ai.system.message', body: bodyOf({ content: group.text }) },
      { eventName: 'gen_ai.user.message', body: bodyOf({ content: `${group.text} ${attackText}` }) },
      { eventName: 'gen_ai.tool.message', body: bodyOf({ content: group.text, id: 'call-1' }) },
      {
        eventName: 'gen_ai.choice',
        body: bodyOf({ content: `${refusal} ${group.text}`, finish_reason: 'stop' }),
      },
    ];
    const span = JSON.stringify(exportOfSpan(group, {}, ids));
    return [
      ...events.map((event) => {
        const value = JSON.stringify(exportOfEvents(group, [event], ids));
        return { to: 'otlp-logs', value, headers: json, becomes: 'part' } as const;
      }),
      { to: 'otlp-traces', value: span, headers: json, becomes: 'masked' },
    ];
  },
  'whole event': (group) => {
    const attributes = keyValues({ ...structuredSpan(group.text), 'tunewarden.tenant': group.tenant });
    const events = [{ eventName: 'gen_ai.client.inference.operation.details', attributes }];
    const value = JSON.stringify(exportOfEvents(group, events));
    return [{ to: 'http-logs', value, headers: json, becomes: 'masked' }];
  },
  evaluation: (group) =>
    group.values.map(({ sentence }) => {
      const attributes = keyValues({
        'tunewarden.tenant': group.tenant,
        'gen_ai.evaluation.name': sentence,
        'gen_ai.evaluation.score.label': sentence,
        'gen_ai.evaluation.explanation': sentence,
      });
      const events = [{ eventName: 'gen_ai.evaluation.result', attributes }];
      return {
        to: 'otlp-logs',
        value: JSON.stringify(exportOfEvents(group, events)),
        headers: json,
        becomes: 'masked',
      };
    }),
  'another event': (group) => {
    const events = [{ eventName: 'http.request.done', body: bodyOf({ text: group.text }) }];
    return [
      {
        to: 'otlp-logs',
        value: JSON.stringify(exportOfEvents(group, events)),
        headers: json,
        becomes: 'nothing',
      },
    ];
  },
};

/** Every place of OTLP: spans and log events of each convention, from Kafka and over HTTP. */
export const otlpPlaces: Readonly<Record<string, Place>> = { ...spans, ...logs };
