import type { NativeInteraction } from '#contracts';
import { asText, cleanIdentifier } from '../clean-text.js';
import type { Attributes } from '../otlp/attributes.js';
import type { OtlpRecord } from '../otlp/otlp-records.js';
import { logTime } from '../log-time.js';
import { withoutUndefined } from '../native-record.js';
import { countOf, numberOf } from '../read-numbers.js';

type Fields = Omit<NativeInteraction, 'messages' | 'response' | 'system'>;

/** Attributes that have fields of their own, name people or open doors, by how they begin. */
const takenPrefixes = [
  'gen_ai.prompt',
  'gen_ai.completion',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'traceloop.entity.',
  'llm.input_messages',
  'llm.output_messages',
  'llm.prompts',
  'llm.prompt_template.variables',
  'llm.choices',
  'llm.function_call',
  'llm.tools',
  'llm.headers',
  'llm.user',
  'traceloop.prompt.template',
  'ai.prompt',
  'ai.response.',
  'ai.request.headers',
  'ai.telemetry.metadata.userId',
  'ai.telemetry.metadata.sessionId',
  'input.',
  'output.',
  'retrieval.documents',
  'user.',
  'enduser.',
  'session.',
  'client.',
  'source.',
  'http.',
  'url.',
  'gen_ai.conversation.',
  'traceloop.association.',
];
const mostAttributes = 60;
const longestAttribute = 500;

/** The first of several attributes that is there, of the record or else of its resource. */
export function firstOf({ attributes, resource }: OtlpRecord, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = attributes.get(name) ?? resource.get(name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** Everything but the text of an interaction, from the attributes of a span or of a log event. */
export function commonFields(record: OtlpRecord, receivedAtMs: number): Fields {
  const requested = firstOf(record, 'gen_ai.request.model', 'llm.request.model_name', 'llm.model_name');
  const answered = firstOf(record, 'gen_ai.response.model', 'llm.response.model_name');
  const fields = {
    id: interactionIdOf(record),
    occurred_at: logTime(record.startMs, receivedAtMs),
    model: modelOf(record, requested, answered),
    tenant: cleanIdentifier(firstOf(record, 'tunewarden.tenant'), 64) ?? 'default',
    app: cleanIdentifier(firstOf(record, 'service.name')),
    environment: cleanIdentifier(
      firstOf(record, 'deployment.environment.name', 'deployment.environment'),
      64,
    ),
    session: cleanIdentifier(
      firstOf(
        record,
        'gen_ai.conversation.id',
        'session.id',
        'traceloop.association.properties.session_id',
        'traceloop.association.properties.chat_id',
        'traceloop.association.properties.thread_id',
        'ai.telemetry.metadata.sessionId',
      ),
    ),
    actor: actorOf(record),
    usage: usageOf(record),
    error: errorOf(record),
    prompt_template: templateOf(record),
    trace: traceOf(record),
    attributes: restOf(record.attributes),
  };
  return withoutUndefined(fields);
}

/** Trace and span name an interaction; undefined where the record has none. */
export function interactionIdOf({
  traceId,
  spanId,
}: Pick<OtlpRecord, 'traceId' | 'spanId'>): string | undefined {
  return traceId === '' || spanId === '' ? undefined : `${traceId}-${spanId}`;
}

/** The version is what was deployed under the name: the one that is stated, else the one that answered. */
function modelOf(record: OtlpRecord, requested: unknown, answered: unknown): NativeInteraction['model'] {
  const id = cleanIdentifier(requested) ?? cleanIdentifier(answered) ?? 'unknown';
  const other = cleanIdentifier(answered);
  const version =
    cleanIdentifier(firstOf(record, 'tunewarden.model.version')) ?? (other === id ? undefined : other);
  const base = cleanIdentifier(firstOf(record, 'tunewarden.model.base'));
  const kind = firstOf(record, 'tunewarden.model.kind') === 'base' ? 'base' : 'tuned';
  return { id, version: version ?? 'unversioned', kind, ...(base !== undefined && { base }) };
}

function actorOf(record: OtlpRecord): NativeInteraction['actor'] {
  const id = cleanIdentifier(
    firstOf(
      record,
      'enduser.id',
      'user.id',
      'enduser.pseudo.id',
      'traceloop.association.properties.user_id',
      'llm.user',
      'ai.telemetry.metadata.userId',
    ),
  );
  const ip = cleanIdentifier(firstOf(record, 'client.address'), 64);
  if (id === undefined && ip === undefined) return undefined;
  return { ...(id !== undefined && { id }), ...(ip !== undefined && { ip }) };
}

function usageOf(record: OtlpRecord): NativeInteraction['usage'] {
  const input = countOf(
    firstOf(record, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt'),
  );
  const output = countOf(
    firstOf(
      record,
      'gen_ai.usage.output_tokens',
      'gen_ai.usage.completion_tokens',
      'llm.token_count.completion',
    ),
  );
  const cost = numberOf(firstOf(record, 'llm.cost.total'));
  if (input === undefined && output === undefined && cost === undefined) return undefined;
  return withoutUndefined({ input_tokens: input, output_tokens: output, cost });
}

function errorOf(record: OtlpRecord): string | undefined {
  const type = firstOf({ ...record, resource: new Map() }, 'error.type', 'exception.type');
  return type === undefined ? undefined : asText(type, 1_000);
}

function templateOf(record: OtlpRecord): string | undefined {
  const name = cleanIdentifier(firstOf(record, 'gen_ai.prompt.name', 'traceloop.prompt.key'), 100);
  const version = cleanIdentifier(firstOf(record, 'gen_ai.prompt.version', 'traceloop.prompt.version'), 60);
  if (name === undefined) return undefined;
  return version === undefined ? name : `${name} ${version}`;
}

function traceOf({ traceId, spanId }: OtlpRecord): NativeInteraction['trace'] {
  const isTrace = /^[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId);
  return isTrace ? { traceparent: `00-${traceId}-${spanId}-01` } : undefined;
}

/** What has no field of its own and is no text of the conversation, bounded. */
function restOf(attributes: Attributes): Record<string, unknown> | undefined {
  const rest = [...attributes]
    .filter(
      ([name, value]) =>
        typeof value !== 'object' && !takenPrefixes.some((prefix) => name.startsWith(prefix)),
    )
    .slice(0, mostAttributes)
    .map(([name, value]) => [
      cleanIdentifier(name, 100) ?? 'unnamed',
      typeof value === 'string' ? asText(value, longestAttribute) : value,
    ]);
  return rest.length === 0 ? undefined : (Object.fromEntries(rest) as Record<string, unknown>);
}
