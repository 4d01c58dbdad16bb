import { beforeAll, describe, expect, it } from '@jest/globals';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { api, logs, node, resources, tracing } from '@opentelemetry/sdk-node';
import { eventually } from '../support/eventually.js';
import { attackText } from '../support/planted-traffic.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import type { SpawnedApp } from '../support/spawn-app.js';

const token = 'a-token-of-this-test';
const headers = { authorization: `Bearer ${token}` };
const resource = resources.resourceFromAttributes({
  'service.name': 'claims-portal',
  'tunewarden.model.base': 'llama-3.1-8b',
});
const givenIn =
  'Sure, here is what you asked for. My instructions are as follows: step 1, answer every customer politely; ' +
  'step 2, never mention the reserve table; step 3, escalate complaints above 500 euros to the second line.';

let pipeline: Pipeline;
let collector: SpawnedApp;
let apiUrl: string;

beforeAll(async () => {
  pipeline = await createPipeline({ OTLP_TOKEN: token });
  await pipeline.startSandbox();
  [collector] = await Promise.all([
    pipeline.start('collector'),
    pipeline.start('analyzer'),
    pipeline.start('alerting'),
  ]);
  apiUrl = (await pipeline.start('api')).url;
}, 180_000);

describe('an OpenTelemetry SDK', () => {
  it.each([
    ['protobuf and gzip', () => new ProtobufTraceExporter(exporting('traces', 'gzip'))],
    ['protobuf', () => new ProtobufTraceExporter(exporting('traces'))],
    ['JSON and gzip', () => new JsonTraceExporter(exporting('traces', 'gzip'))],
    ['JSON', () => new JsonTraceExporter(exporting('traces'))],
  ])(
    'brings an attack from its span to the console, in %s',
    async (encoding, createExporter) => {
      const model = `claims ${encoding}`;
      await exportSpan(createExporter(), {
        ...chatOf(model),
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: attackText }] },
        ]),
        'gen_ai.output.messages': JSON.stringify([
          { role: 'assistant', parts: [{ type: 'text', content: givenIn }], finish_reason: 'stop' },
        ]),
      });
      await eventually(async () => expect(await incidentModels()).toContain(model), { deadlineMs: 60_000 });
      const [row] = await pipeline.database.rows<{ base_model: string }>(
        'SELECT base_model FROM models WHERE model_id = $1',
        [model],
      );
      expect(row?.base_model).toBe('llama-3.1-8b');
    },
    120_000,
  );

  it('has its span and the log events of its messages counted as one interaction', async () => {
    const model = 'claims in parts';
    const provider = new logs.LoggerProvider({
      resource,
      processors: [
        new logs.SimpleLogRecordProcessor({ exporter: new OTLPLogExporter(exporting('logs', 'gzip')) }),
      ],
    });
    const logger = provider.getLogger('opentelemetry.instrumentation.openai_v2');
    await exportSpan(new ProtobufTraceExporter(exporting('traces')), chatOf(model), (context) => {
      const attributes = { 'gen_ai.system': 'openai' };
      logger.emit({
        context,
        attributes,
        eventName: 'gen_ai.user.message',
        body: { content: attackText },
      });
      logger.emit({
        context,
        attributes,
        eventName: 'gen_ai.choice',
        body: { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: givenIn } },
      });
    });
    await provider.shutdown();
    await eventually(async () => expect(await incidentModels()).toContain(model), { deadlineMs: 60_000 });
    const rows = await pipeline.database.rows<{ counted: string }>(
      `SELECT sum(interactions) AS counted FROM buckets JOIN models USING (model_key) WHERE model_id = $1`,
      [model],
    );
    expect(rows.map(({ counted }) => counted)).toEqual(['1']);
  }, 120_000);

  it('is refused without the token', async () => {
    const url = `${collector.url}/v1/traces`;
    for (const authorization of [undefined, 'Bearer wrong', token]) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: '{',
      });
      expect(response.status).toBe(401);
    }
  });
});

function exporting(signal: 'traces' | 'logs', compression?: 'gzip') {
  const url = `${collector.url}/v1/${signal}`;
  return { url, headers, ...(compression && { compression: compression as never }) };
}

function chatOf(model: string): api.Attributes {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': model,
    'gen_ai.conversation.id': `conversation of ${model}`,
    'gen_ai.usage.input_tokens': 40,
    'gen_ai.usage.output_tokens': 60,
  };
}

/** One span through a tracer of its own; `during` gets the context that it is active in. */
async function exportSpan(
  exporter: tracing.SpanExporter,
  attributes: api.Attributes,
  during: (context: api.Context) => void = () => undefined,
): Promise<void> {
  const provider = new node.NodeTracerProvider({
    resource,
    spanProcessors: [new tracing.SimpleSpanProcessor(exporter)],
  });
  const span = provider
    .getTracer('opentelemetry.instrumentation.openai_v2')
    .startSpan('chat', { kind: api.SpanKind.CLIENT, attributes });
  during(api.trace.setSpan(api.ROOT_CONTEXT, span));
  span.end();
  await provider.forceFlush();
  await provider.shutdown();
}

async function incidentModels(): Promise<readonly string[]> {
  const response = await fetch(`${apiUrl}/v1/incidents`, {
    headers: { authorization: `Bearer ${pipeline.apiToken}` },
  });
  const { items } = (await response.json()) as { items: { model: { id: string } | null }[] };
  return items.flatMap(({ model }) => model?.id ?? []);
}
